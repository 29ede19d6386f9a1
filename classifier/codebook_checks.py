"""What a change must hold to: told in the words of a person, before anything is changed."""

from collections.abc import Sequence

from classifier.codebook import Codebook, Facet
from classifier.codebook_changes import NewLabel
from classifier.codebook_reader import COLOR_FORM, KEY_FORM
from classifier.errors import UserMistake
from classifier.label_colors import LEAST_DISTANCE, nearest

LONGEST_NAME_CHARS = 80
LONGEST_DEFINITION_CHARS = 1_000
LONGEST_EXAMPLE_CHARS = 2_000
MOST_EXAMPLES = 8
MOST_PHRASES = 200
# Of a facet that takes one label; with one left there would be nothing to tell apart.
FEWEST_LABELS = 2


def known_facet(codebook: Codebook, key: str) -> Facet:
    """The facet. Raises UserMistake when the codebook has none such."""
    if key not in codebook.keys:
        raise UserMistake("change_unknown_facet", facet=key, known=", ".join(codebook.keys))
    return codebook.facet(key)


def check_known(facet: Facet, *labels: str) -> None:
    """Raises UserMistake when the facet has no such label."""
    for label in labels:
        if label not in facet.keys:
            raise UserMistake("change_unknown_label", label=label, known=", ".join(facet.keys))


def can_grow(facet: Facet) -> bool:
    """Not for a pair: a flag, or an iceberg with its two sides of the water."""
    return facet.kind != "flag" and facet.chart != "iceberg"


def check_grows(facet: Facet) -> None:
    """Raises UserMistake for a facet that is a pair."""
    if not can_grow(facet):
        raise UserMistake("change_fixed_pair", facet=facet.name)


def check_name(facet: Facet, name: str, own: str = "") -> None:
    """``own`` is the key of the label that is renamed. Raises UserMistake."""
    _check_text(name, LONGEST_NAME_CHARS, "change_name_length")
    if any(other.name.casefold() == name.casefold() and other.key != own for other in facet.labels):
        raise UserMistake("change_duplicate_name", name=name)


def check_definition(definition: str) -> None:
    """Raises UserMistake when there is none, or too much of it."""
    _check_text(definition, LONGEST_DEFINITION_CHARS, "change_definition_length")


def check_extra_texts(*texts: str) -> None:
    """Texts that may be empty: names in another language, what does not belong. Raises UserMistake."""
    for text in filter(None, texts):
        _check_text(text, LONGEST_DEFINITION_CHARS, "change_text_length")


def check_color(facet: Facet, color: str, own: str = "") -> None:
    """Raises UserMistake for what is no colour, or looks like that of another label of the facet."""
    if not COLOR_FORM.fullmatch(color):
        raise UserMistake("change_bad_color", value=color)
    others = [other for other in facet.labels if other.key != own]
    close = min(others, key=lambda other: nearest(color, [other.color]), default=None)
    if close is not None and nearest(color, [close.color]) < LEAST_DISTANCE:
        raise UserMistake("change_similar_color", value=color, name=close.name)


def check_examples(examples: Sequence[str]) -> None:
    """Raises UserMistake. Never names an example: it is somebody's answer."""
    if len(examples) > MOST_EXAMPLES:
        raise UserMistake("change_many_examples", count=len(examples), most=MOST_EXAMPLES)
    for number, example in enumerate(examples, start=1):
        if not example.strip() or len(example) > LONGEST_EXAMPLE_CHARS or not _can_be_written(example):
            raise UserMistake(
                "change_example_length", number=number, count=len(example), most=LONGEST_EXAMPLE_CHARS
            )


def check_new_label(facet: Facet, label: NewLabel, own: str = "") -> None:
    """Everything about a described label but its place and colour. Raises UserMistake."""
    check_name(facet, label.name, own)
    check_definition(label.definition)
    check_extra_texts(label.name_en, label.short, label.short_en, label.definition_en, label.excludes)
    check_examples(label.examples)
    _check_phrases(facet, label.phrases, own)
    if label.key and not own:
        _check_key(facet, label.key)


def check_merge(facet: Facet, sources: Sequence[str], into: str) -> None:
    """Raises UserMistake for a merge that cannot be."""
    check_known(facet, *sources, into)
    if facet.kind == "flag":
        raise UserMistake("change_fixed_pair", facet=facet.name)
    if not sources or into in sources or len(set(sources)) < len(sources):
        raise UserMistake("change_merge_itself", label=into)
    if not facet.takes_many and len(facet.keys) - len(sources) < FEWEST_LABELS:
        raise UserMistake("change_few_labels", facet=facet.name, needed=FEWEST_LABELS)
    places = sorted(facet.keys.index(key) for key in (*sources, into))
    if facet.kind == "ordinal" and places != list(range(places[0], places[-1] + 1)):
        raise UserMistake("change_not_neighbours", facet=facet.name)


def check_position(facet: Facet, position: int | None) -> None:
    """Raises UserMistake: outside the list, or before the neutral label of a facet that takes one label."""
    first = 0 if facet.takes_many else 1
    if position is not None and not first <= position <= len(facet.keys):
        raise UserMistake("change_position", position=position, first=first, last=len(facet.keys))


def _check_key(facet: Facet, key: str) -> None:
    if not KEY_FORM.fullmatch(key):
        raise UserMistake("change_bad_key", key=key)
    if key in facet.keys:
        raise UserMistake("change_duplicate_key", key=key)


def _check_phrases(facet: Facet, phrases: Sequence[str], own: str) -> None:
    if len(phrases) > MOST_PHRASES:
        raise UserMistake("change_many_phrases", count=len(phrases), most=MOST_PHRASES)
    for phrase in phrases:
        _check_text(phrase.replace("*", "").replace("...", ""), LONGEST_NAME_CHARS, "change_phrase_length")
        owner = next((other for other in facet.labels if phrase in other.phrases and other.key != own), None)
        if owner is not None:
            raise UserMistake("change_phrase_taken", phrase=phrase, name=owner.name)


def _check_text(text: str, most: int, code: str) -> None:
    """A text of 1 to ``most`` characters, none of which stands for half a character."""
    if not text.strip() or len(text) > most or not _can_be_written(text):
        raise UserMistake(code, count=len(text), most=most)


def _can_be_written(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)
