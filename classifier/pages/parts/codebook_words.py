"""Changes of the codebook in sentences: what one will do, and what one did."""

from collections.abc import Iterable

from classifier.codebook import Codebook
from classifier.codebook_changes import (
    AddLabel,
    Change,
    EditDefinition,
    GiveExamples,
    MergeLabels,
    NewLabel,
    RecolourLabel,
    RenameLabel,
    SplitLabel,
)
from classifier.codebook_effects import Effect, labels_of
from classifier.pages.parts.numbers import count
from classifier.texts import Texts


def _names(codebook: Codebook, change: Change, texts: Texts) -> str:
    """The labels that a change is about, as they were called."""
    facet = codebook.facet(change.facet)
    return _quoted((facet.label(key).text("name", texts.language) for key in labels_of(change)), texts)


def _quoted(names: Iterable[str], texts: Texts) -> str:
    return ", ".join(texts("codeboek.read.quoted", name=name) for name in names)


def _name(codebook: Codebook, facet: str, key: str, texts: Texts) -> str:
    return _quoted([codebook.facet(facet).label(key).text("name", texts.language)], texts)


def _called(change: RenameLabel, texts: Texts) -> str:
    return _quoted([change.name_en if texts.language == "en" and change.name_en else change.name], texts)


# -- what it will do ------------------------------------------------------------------------------


def will(effect: Effect, texts: Texts) -> list[str]:
    """What will happen to how many decisions, a sentence each."""
    change, number = effect.change, effect.decisions
    about = _names(effect.before, change, texts)
    match change:
        case RenameLabel():
            key = "codeboek.effect.rename" if number else "codeboek.effect.rename_none"
            facts = {"count": count(number, texts)} if number else {}
            return [texts(key, old=about, new=_called(change, texts), **facts)]
        case RecolourLabel():
            return [texts("codeboek.effect.recolour", name=about)]
        case EditDefinition():
            return [texts("codeboek.effect.define", name=about, count=count(number, texts))]
        case GiveExamples():
            return [texts("codeboek.effect.examples", name=about, count=len(change.examples))]
        case MergeLabels():
            return _merging(effect, change, about, texts)
        case SplitLabel():
            return _splitting(effect, change, about, texts)
        case AddLabel():
            facet = effect.before.facet(change.facet).text("name", texts.language)
            new = _quoted([change.label.name], texts)
            return [texts("codeboek.effect.add", name=new, facet=facet), *_starting([change.label], texts)]


def _merging(effect: Effect, change: MergeLabels, old: str, texts: Texts) -> list[str]:
    new, number = _name(effect.before, change.facet, change.into, texts), effect.decisions
    back = texts("codeboek.effect.merge_back")
    if not number:
        return [texts("codeboek.effect.merge_none", old=old, new=new), back]
    if number == 1:
        moved = texts("codeboek.effect.merge_one", old=old, new=new)
    else:
        moved = texts("codeboek.effect.merge", old=old, new=new, count=count(number, texts))
    return [moved, texts("codeboek.effect.together", new=new, count=count(effect.together, texts)), back]


def _splitting(effect: Effect, change: SplitLabel, old: str, texts: Texts) -> list[str]:
    first, *rest = change.into
    new = _quoted([first.name], texts)
    said = texts("codeboek.effect.split_none", old=old)
    if effect.decisions:
        said = texts("codeboek.effect.split", old=old, new=new, count=count(effect.decisions, texts))
    return [said, *_starting(rest, texts)]


def _starting(labels: Iterable[NewLabel], texts: Texts) -> list[str]:
    return [
        texts("codeboek.effect.starts", name=_quoted([label.name], texts), count=len(label.examples))
        for label in labels
    ]


def sure(effect: Effect, texts: Texts) -> str:
    """What someone agrees to before a merge; "" for what needs no second thought."""
    change = effect.change
    if not isinstance(change, MergeLabels):
        return ""
    new = _name(effect.before, change.facet, change.into, texts)
    return texts("codeboek.effect.sure", old=_names(effect.before, change, texts), new=new)


# -- what it did ----------------------------------------------------------------------------------


def did(change: Change, before: Codebook, texts: Texts) -> str:
    """A kept change in one sentence; ``before`` is the codebook that it was made of."""
    about = _names(before, change, texts)
    match change:
        case RenameLabel():
            return texts("codeboek.said.rename", old=about, new=_called(change, texts))
        case RecolourLabel():
            return texts("codeboek.said.recolour", name=about, color=change.color)
        case EditDefinition():
            return texts("codeboek.said.define", name=about)
        case GiveExamples():
            return texts("codeboek.said.examples", name=about, count=len(change.examples))
        case MergeLabels():
            into = _name(before, change.facet, change.into, texts)
            return texts("codeboek.said.merge", old=about, new=into)
        case SplitLabel():
            parts = _quoted((part.name for part in change.into), texts)
            return texts("codeboek.said.split", old=about, parts=parts)
        case AddLabel():
            facet = before.facet(change.facet).text("name", texts.language)
            return texts("codeboek.said.add", name=_quoted([change.label.name], texts), facet=facet)
