"""Figures and verdicts as words, in the language of the page."""

from datetime import datetime

from classifier.texts import Texts
from classifier.training.comparison import Difference
from classifier.training.figures import EXACT, F1, KAPPA, MICRO_F1


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


def moment(written: str) -> str:
    """A stored moment in the time of this machine; what is none stays as it is."""
    try:
        return f"{datetime.fromisoformat(written).astimezone():%d-%m-%Y %H:%M}"
    except ValueError:
        return written
