"""When a model may take the place of another, and the way back.

The rule: no figure of a facet may fall by more than the margin, or somebody writes down why it may. What could not
be compared, as after a change of the codebook, asks for a reason too: nothing goes into use unmeasured in silence.

It looks at the point difference on the test set, not at its interval. Asking the whole interval to lie below the
margin would let a real loss pass more easily the smaller the test set is; asking the interval to stay above it
would refuse nearly every candidate on some hundreds of answers. A point difference is sometimes
chance: then a person sees the interval beside it and writes that down as the reason.
"""

from dataclasses import dataclass

from classifier.codebook import Codebook
from classifier.errors import UserMistake
from classifier.training.comparison import Comparison, Difference
from classifier.training.ground import NotCompared
from classifier.training.history import PROMOTED, ROLLED_BACK, Change, Figures, choose, history
from classifier.training.registry import Registry

# On 662 answers the interval of themes and levels is about 0.012 to either side and that of a rare flag 0.05: with
# a smaller margin most refusals would be chance, and people would learn to write any reason.
DEFAULT_MARGIN = 0.02


@dataclass(frozen=True)
class PromotionCheck:
    """What the rule says of a candidate. ``worse``: facet figures that fell by more than ``margin`` (0 or more).

    ``left_out``: labels and facets that could not be compared.
    """

    current: str
    candidate: str
    margin: float
    worse: tuple[Difference, ...]
    figures: Figures
    test_set: str
    left_out: tuple[NotCompared, ...] = ()

    @property
    def may_promote(self) -> bool:
        """Whether no reason is needed."""
        return not self.worse and not self.left_out


def check(comparison: Comparison, margin: float = DEFAULT_MARGIN) -> PromotionCheck:
    """Hold a comparison against the rule. Raises ValueError for a negative margin."""
    if not margin >= 0:
        raise ValueError(f"a margin is 0 or more; got {margin}")
    figures: dict[str, dict[str, tuple[float, float]]] = {}
    for row in comparison.of_facets:
        figures.setdefault(row.facet, {})[row.figure] = (row.current, row.candidate)
    return PromotionCheck(
        current=comparison.current,
        candidate=comparison.candidate,
        margin=margin,
        worse=tuple(row for row in comparison.of_facets if row.difference < -margin),
        figures=figures,
        test_set=comparison.test_set,
        left_out=comparison.left_out,
    )


def promote(
    registry: Registry,
    model: str,
    *,
    check: PromotionCheck | None,
    who: str,
    reason: str = "",
    codebook: Codebook | None = None,
) -> Change:
    """Put ``name/version`` to use and write down who did it, on which figures and why.

    ``check`` is left out (None) only when there is no model to compare with: none is in use, or the one in use
    cannot be loaded any more; then a reason is asked for. Raises UserMistake when the check is of other models,
    when a facet got worse or something could not be compared and no reason is given, when ``who`` is empty, and
    when the model cannot be used here.
    """
    _ask_who(who)
    registry.check(model, codebook)
    if registry.has_current() and registry.current() == model:
        raise UserMistake("promotion_same", model=model)
    if check is None:
        _refuse_a_comparable(registry, codebook)
        if registry.has_current() and not reason.strip():
            raise UserMistake("promotion_blind", model=model, current=registry.current())
        return choose(registry, model, who=who, what=PROMOTED, reason=reason)
    if (check.current, check.candidate) != (registry.current(), model):
        raise UserMistake("promotion_stale", model=model, current=registry.current())
    if not check.may_promote and not reason.strip():
        raise _no_reason(check, model)
    return choose(
        registry, model, who=who, what=PROMOTED, reason=reason.strip(),
        figures=check.figures, test_set=check.test_set,
    )  # fmt: skip


def _no_reason(check: PromotionCheck, model: str) -> UserMistake:
    if check.worse:
        facets = ", ".join(f"{row.facet} {row.figure} {row.difference:+.3f}" for row in check.worse)
        return UserMistake("promotion_worse", model=model, facets=facets, margin=f"{check.margin:g}")
    labels = ", ".join(f"{one.facet}.{one.label}".rstrip(".") for one in check.left_out)
    return UserMistake("promotion_left_out", model=model, current=check.current, labels=labels)


def _ask_who(who: str) -> None:
    if not who.strip():
        raise UserMistake("promotion_who")


def _refuse_a_comparable(registry: Registry, codebook: Codebook | None) -> None:
    if is_comparable(registry, codebook):
        raise UserMistake("promotion_unmeasured", current=registry.current())


def is_comparable(registry: Registry, codebook: Codebook | None) -> bool:
    """Whether there is a model in use that can be compared with."""
    try:
        registry.check(None, codebook)
    except UserMistake:
        return False
    return True


def rollback(registry: Registry, who: str, reason: str = "", codebook: Codebook | None = None) -> Change:
    """Put the model back that was in use before the last choice that still stands; one step.

    Rolling back undoes choices one by one, like an undo: after 1, 2, 3 it gives 2, then 1, and then nothing is
    left. A choice made after a rollback comes on top of what was rolled back to, and what was undone does not
    come back by itself. Raises UserMistake when nothing is left and when that model cannot be used here.
    """
    _ask_who(who)
    target = previous_model(registry)
    if not target:
        raise UserMistake("rollback_nothing", current=registry.current())
    registry.check(target, codebook)
    return choose(registry, target, who=who, what=ROLLED_BACK, reason=reason.strip())


def previous_model(registry: Registry) -> str:
    """``name/version`` that a rollback would give; empty when there is none."""
    standing: list[str] = []
    for change in history(registry):
        chosen = [*(standing or [change.before]), change.after]
        standing = standing[:-1] if change.what == ROLLED_BACK else chosen
    return standing[-2] if len(standing) > 1 else ""
