"""Results as tables for the terminal."""

from collections.abc import Iterable, Mapping

from rich.table import Column, Table
from rich.text import Text

from classifier.agreement import Alpha
from classifier.training.comparison import Difference
from classifier.training.coverage import Count
from classifier.training.evaluation import Evaluation
from classifier.training.ground import NEW, NotCompared
from classifier.training.history import Change
from classifier.training.registry import Manifest


def facet_figures(evaluation: Evaluation) -> Table:
    """Figures per facet; all 0..1, kappa -1..1, error in levels."""
    table = Table("facet", "micro F1", "macro F1", "exact", "adjacent", "kappa", "MAE (levels)", "calib. error")
    for key, score in evaluation.facets.items():
        ordinal = score.adjacent, score.quadratic_kappa, score.mean_absolute_error
        figures = score.micro_f1, score.macro_f1, score.exact, *ordinal, score.calibration_error
        table.add_row(key, *map(_figure, figures))
    return table


def label_figures(evaluation: Evaluation) -> Table:
    """Precision, recall and F1 (0..1) per label, and how many answers have it."""
    table = Table("facet", "label", "precision", "recall", "F1", "support")
    for key, score in evaluation.facets.items():
        for label, own in score.labels.items():
            table.add_row(key, label, *map(_figure, (own.precision, own.recall, own.f1)), str(own.support))
    return table


def coverage_counts(counts: Iterable[Count]) -> Table:
    """What was counted and how much there must be; too little in red."""
    table = Table(Column("what", no_wrap=True), Column("found", justify="right"), Column("needed", justify="right"))
    for item in counts:
        style = None if item.is_enough else "red"
        table.add_row(item.what, str(item.found), str(item.needed or ""), style=style)
    return table


def alphas(values: Mapping[tuple[str, str], Alpha]) -> Table:
    """Krippendorff's alpha (1 perfect, 0 chance) with its interval."""
    table = Table("facet", "label", "alpha", "95 % interval", "differing", "answers")
    for (facet, label), alpha in values.items():
        interval = "" if alpha.low is None else f"{alpha.low:.3f} to {alpha.high:.3f}"
        table.add_row(facet, label, _figure(alpha.value), interval, str(alpha.differing), str(alpha.answers))
    return table


def models(manifests: Iterable[Manifest], current: str) -> Table:
    """The models of a registry."""
    table = Table(Column("model", no_wrap=True), "in use", "created", "training answers", "codebook")
    for manifest in manifests:
        in_use = "yes" if manifest.id == current else ""
        table.add_row(manifest.id, in_use, manifest.created, str(manifest.training_answers), manifest.codebook)
    return table


def differences(rows: Iterable[Difference]) -> Table:
    """Figures of both models, and the interval of what the candidate adds; a clear loss in red."""
    numbers = [Column(name, justify="right") for name in ("in use", "candidate", "change")]
    table = Table(Column("of", no_wrap=True), "figure", *numbers, Column("95 % interval", no_wrap=True))
    for row in rows:
        interval = f"{row.low:+.3f} to {row.high:+.3f}"
        figures = _figure(row.current), _figure(row.candidate), f"{row.difference:+.3f}"
        style = "red" if row.high < 0 else None
        name = f"{row.facet}.{row.label}" if row.label else row.facet
        table.add_row(name, row.figure, *figures, interval, style=style)
    return table


def left_out(rows: Iterable[NotCompared]) -> Table:
    """What has no difference, why, and the candidate's F1 (0..1) where some answers tell."""
    table = Table(Column("of", no_wrap=True), "why", "candidate F1", Column("support", justify="right"))
    for row in rows:
        why = "new: one of the models never learned it" if row.why == NEW else "too few answers tell about it"
        name = f"{row.facet}.{row.label}" if row.label else row.facet
        table.add_row(name, why, _figure(row.candidate), str(row.support) if row.label else "")
    return table


def changes(rows: Iterable[Change]) -> Table:
    """Which model was put to use when, newest last."""
    table = Table("when", "who", "what", "from", "to", "reason")
    for row in rows:
        cells = row.when, row.who, row.what, row.before, row.after, row.reason
        # What people wrote is shown as it is, never as markup.
        table.add_row(*map(Text, cells))
    return table


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"
