"""Numbers as people write them in their language."""

from classifier.texts import Texts


def count(number: int, texts: Texts) -> str:
    """A whole number with the thousands separator of the language."""
    grouped = f"{number:,}"
    return grouped.replace(",", ".") if texts.language == "nl" else grouped
