"""Figures and verdicts as words, in the language of the page."""

from collections.abc import Iterable
from datetime import datetime

from classifier.codebook import Codebook
from classifier.texts import Texts
from classifier.training.comparison import Difference
from classifier.training.figures import EXACT, F1, KAPPA, MICRO_F1
from classifier.training.ground import NEW, UNTOLD, NotCompared


def figure(value: float, texts: Texts) -> str:
    """A figure with two decimals."""
    return _in_language(f"{value:.2f}", texts)


def signed(value: float, texts: Texts) -> str:
    """A difference with its sign and three decimals; the minus is a real one."""
    return _in_language(f"{value:+.3f}", texts).replace("-", "−")


def _in_language(written: str, texts: Texts) -> str:
    return written.replace(".", ",") if texts.language == "nl" else written


def figure_name(name: str, texts: Texts) -> str:
    """What a figure is called."""
    names = {
        F1: texts("onderzoek.figure.f_one"),
        MICRO_F1: texts("onderzoek.figure.micro"),
        EXACT: texts("onderzoek.figure.exact"),
        KAPPA: texts("onderzoek.figure.kappa"),
    }
    return names[name]


def verdict(row: Difference, texts: Texts) -> str:
    """Better, worse, or not to tell apart."""
    if not row.is_clear:
        return texts("onderzoek.verdict.unclear")
    return texts("onderzoek.verdict.better") if row.low > 0 else texts("onderzoek.verdict.worse")


def left_out(rows: Iterable[NotCompared], codebook: Codebook, texts: Texts) -> list[str]:
    """What has no difference and why, a sentence per reason."""
    names: dict[str, list[str]] = {NEW: [], UNTOLD: []}
    for row in rows:
        names[row.why].append(left_out_name(row, codebook, texts))
    sentences = []
    if names[NEW]:
        sentences.append(texts("onderzoek.left_out.new", names=", ".join(names[NEW])))
    if names[UNTOLD]:
        sentences.append(texts("onderzoek.left_out.untold", names=", ".join(names[UNTOLD])))
    return sentences


def left_out_name(row: NotCompared, codebook: Codebook, texts: Texts) -> str:
    """A label with its facet, or the facet that could not be compared at all."""
    facet = codebook.facet(row.facet)
    name = facet.text("name", texts.language)
    if not row.label:
        return texts("onderzoek.left_out.facet", name=name)
    label = facet.label(row.label).text("name", texts.language)
    return texts("onderzoek.left_out.label", label=label, facet=name)


def moment(written: str) -> str:
    """A stored moment in the time of this machine; what is none stays as it is."""
    try:
        return f"{datetime.fromisoformat(written).astimezone():%d-%m-%Y %H:%M}"
    except ValueError:
        return written
