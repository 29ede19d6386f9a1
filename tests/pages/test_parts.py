"""Small parts of screens, the settings of the server, and what it says when a screen fails."""

import logging
import tomllib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier import server
from classifier.errors import UserMistake
from classifier.pages.parts.late_keys import refuse_elsewhere
from classifier.pages.parts.new_marks import marked
from classifier.pages.parts.numbers import count
from classifier.pages.parts.plain import plain
from classifier.places import PROJECT
from classifier.texts import Texts


@pytest.mark.parametrize(("language", "text"), [("nl", "12.345"), ("en", "12,345")])
def test_thousands_are_separated_as_the_language_does(language, text):
    assert count(12345, Texts(language)) == text


@given(st.text())
def test_plain_text_keeps_every_character_and_escapes_all_punctuation(text):
    escaped = plain(text)
    assert "\n" not in escaped
    unescaped = escaped.replace("\u2060", "")
    for mark in "*_`[]<>$:#~|&!":
        assert f"\\{mark}" in unescaped or mark not in text
    assert " ".join(text.split()).replace("\u2060", "") == _unescaped(unescaped)


def _unescaped(text: str) -> str:
    parts, position = [], 0
    while position < len(text):
        position += text[position] == "\\"
        parts.append(text[position])
        position += 1
    return "".join(parts)


@pytest.mark.parametrize("text", ["www.kwaad.example", "http://kwaad.example", "a@b.nl", ":smile:", "->", "--"])
def test_what_streamlit_finds_in_unescaped_text_is_broken_up(text):
    assert text not in plain(text).replace("\\", "")


# -- the server ---------------------------------------------------------------------------------------


def test_both_ways_of_starting_use_the_same_settings():
    project = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert tomllib.loads(server.SETTINGS_FILE.read_text(encoding="utf-8")) == project


def test_the_app_stays_on_this_machine_and_calls_nobody():
    settings = server.settings()
    assert settings["server.address"] == "127.0.0.1"
    assert settings["browser.gatherUsageStats"] is False
    assert settings["runner.postScriptGC"] is False
    assert settings["client.showErrorDetails"] == "none"


def test_streamlit_knows_every_setting():
    from streamlit import config

    assert set(server.settings()) <= set(config._config_options_template)


def test_starting_prints_the_address(capsys):
    class App:
        def run(self, config):
            self.config = config

    app = App()
    server.serve("127.0.0.1", 8765, app)
    assert "http://127.0.0.1:8765" in capsys.readouterr().out
    assert app.config["server.port"] == 8765


def test_a_failing_screen_tells_the_log_where_but_not_what(monkeypatch, caplog):
    said = []
    monkeypatch.setattr(server.st, "error", said.append)
    monkeypatch.setattr(server, "page_texts", Texts)
    with caplog.at_level(logging.ERROR):
        try:
            raise RuntimeError("het antwoord van Jan")
        except RuntimeError as error:
            assert server.say_that_it_failed(error) is True
    assert said == [Texts()("app.failed")]
    assert "RuntimeError" in caplog.text
    assert "test_parts.py" in caplog.text
    assert "Jan" not in caplog.text


def test_two_new_labels_that_begin_alike_keep_names_of_their_own(foreign_codebook):
    facet = foreign_codebook.facets[0]
    begin = "Communicatie met bewoners en buren per "
    alike = tuple(
        replace(label, short=begin + how) for label, how in zip(facet.labels, ("mail", "telefoon"), strict=False)
    )
    codebook = replace(foreign_codebook, facets=(replace(facet, labels=alike), *foreign_codebook.facets[1:]))
    shown = marked(codebook, frozenset((facet.key, label.key) for label in alike), Texts("nl"))
    first, second = (label.text("short", "nl") for label in shown.facets[0].labels)
    assert first != second


@pytest.mark.parametrize("here", [(), [4], {5: "x"}])
def test_a_key_of_an_answer_that_is_not_here_does_not_count(here):
    with pytest.raises(UserMistake) as refused:
        refuse_elsewhere(7, here)
    assert refused.value.code == "key_too_late"
