"""Which names the server answers to."""

import pytest

from classifier.web.hosts import configured_hosts, host_name


@pytest.fixture(autouse=True)
def no_names(monkeypatch):
    for name in ("KLANTKOMPAS_HOSTS", "KLANTKOMPAS_PUBLIC_URL"):
        monkeypatch.delenv(name, raising=False)


def test_names_come_from_both_settings(monkeypatch):
    monkeypatch.setenv("KLANTKOMPAS_HOSTS", "Kompas.intern, kompas2")
    monkeypatch.setenv("KLANTKOMPAS_PUBLIC_URL", "https://kompas.organisatie.nl:8443/")
    assert configured_hosts() == {"kompas.intern", "kompas2", "kompas.organisatie.nl"}


@pytest.mark.parametrize("address", ["", "geen adres", "http://[::", "http://"])
def test_an_address_that_is_none_adds_no_name(monkeypatch, address):
    monkeypatch.setenv("KLANTKOMPAS_PUBLIC_URL", address)
    assert configured_hosts() == frozenset()


@pytest.mark.parametrize(
    ("header", "name"), [("Kompas:80", "kompas"), ("[::1]:8501", "::1"), ("a b", ""), ("", ""), (None, "")]
)
def test_a_host_header_is_read_without_its_port(header, name):
    assert host_name(header) == name
