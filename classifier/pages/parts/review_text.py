"""An answer in large type, with the words marked that moved the model."""

from collections.abc import Iterable
from dataclasses import replace

import streamlit as st

from classifier.codebook import Codebook
from classifier.judgement import EvidenceWord
from classifier.pages.parts.plain import plain
from classifier.review import Reviewed
from classifier.summary import telling_spans

# Characters up to which an answer is shown in the largest type, and in the middle one.
SHORT, MIDDLE = 90, 240


def answer_text(reviewed: Reviewed, codebook: Codebook, focus: tuple[str, str] | None) -> bool:
    """The answer. Marked are the words behind the label in ``focus``; without it those behind what stands out.

    Whether anything is marked.
    """
    text, spans = reviewed.answer.text, list(_spans(reviewed, codebook, focus))
    in_large_type(marked(text, spans), len(text))
    return bool(spans)


def in_large_type(shown: str, length: int) -> None:
    """Harmless Markdown in type as large as its number of characters allows."""
    if length <= SHORT:
        st.header(shown, anchor=False)
    elif length <= MIDDLE:
        st.subheader(shown, anchor=False)
    else:
        st.markdown(shown)


def _spans(reviewed: Reviewed, codebook: Codebook, focus: tuple[str, str] | None) -> Iterable[tuple[int, int]]:
    evidence = reviewed.judgement.evidence
    if focus is not None:
        return _places(evidence.get(focus[0], {}).get(focus[1], ()))
    # The parts of a told example are half its words: marking them marks everything.
    marking = replace(codebook, facets=tuple(facet for facet in codebook if facet.chart != "parts"))
    return telling_spans(reviewed.judgement, marking)


def _places(words: Iterable[EvidenceWord]) -> list[tuple[int, int]]:
    return [(word.start, word.end) for word in words]


def marked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """``text`` as harmless Markdown with these stretches (start, end) marked; overlaps are joined."""
    parts, position = [], 0
    for start, end in _joined(spans):
        parts += [_piece(text[position:start]), f":blue-background[{plain(text[start:end])}]"]
        position = end
    return "".join([*parts, _piece(text[position:])])


def _piece(text: str) -> str:
    """``text`` made plain, with the spaces at its ends kept."""
    before, after = text[:1].isspace(), text[-1:].isspace()
    return f"{' ' * before}{plain(text)}{' ' * (after and bool(text.strip()))}"


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif start < end:
            joined.append((start, end))
    return joined
