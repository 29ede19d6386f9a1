from hypothesis import given
from hypothesis import strategies as st

from classifier.web.limits import Buckets, Limits


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_may_pass_and_then_a_steady_stream():
    clock = Clock()
    buckets = Buckets(3, 0.5, clock)
    assert [buckets.take("a") for _ in range(3)] == [0, 0, 0]
    assert buckets.take("a") == 2.0
    assert buckets.take("b") == 0
    clock.now += 2
    assert buckets.take("a") == 0 and buckets.take("a") > 0


@given(st.lists(st.floats(0, 100), max_size=60))
def test_never_more_passes_than_the_burst_and_the_stream_together(pauses):
    clock = Clock()
    buckets, passed = Buckets(5, 0.5, clock), 0
    for pause in pauses:
        clock.now += pause
        passed += buckets.take("a") == 0
        assert passed <= 5 + 0.5 * (clock.now - 1000.0) + 1e-6


def test_full_buckets_are_cleared_away(monkeypatch):
    monkeypatch.setattr("classifier.web.limits.MOST_BUCKETS", 10)
    clock = Clock()
    buckets = Buckets(2, 1, clock)
    for number in range(10):
        buckets.take(str(number))
    clock.now += 60
    buckets.take("nieuw")
    assert len(buckets._left) == 1


def test_a_client_is_known_by_a_hash_that_differs_per_process():
    scope = {"client": ("192.168.1.20", 5000)}
    first, second = Limits().client(scope), Limits().client(scope)
    assert first != second and "192" not in first


def test_all_addresses_of_one_ipv6_network_are_one_client():
    limits = Limits()
    one, two, other = (
        limits.client({"client": (address, 1)}) for address in ("2001:db8::1", "2001:db8::2", "2001:db8:0:1::1")
    )
    assert one == two != other
    assert limits.client({"client": None})
