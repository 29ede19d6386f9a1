"""The model card: what a model is, what it was measured on, what it may not be used for.

After Mitchell et al. 2019, "Model Cards for Model Reporting". In Dutch: users read it.
"""

from classifier.training.evaluation import Evaluation, FacetScore
from classifier.training.registry import IMPORTED, Manifest


def model_card(manifest: Manifest, validation: Evaluation | None) -> str:
    """The card as Markdown."""
    parts = [_head(manifest), _use(), _data(manifest), _figures(validation), _technique(manifest)]
    return "\n\n".join(parts) + "\n"


def _head(manifest: Manifest) -> str:
    return f"# Modelkaart {manifest.id}\n\nCodeboek: {manifest.codebook}. Gemaakt: {manifest.created}."


def _use() -> str:
    return (
        "## Waarvoor wel en niet\n\n"
        "Voor het ordenen van open antwoorden van groepen medewerkers, met een mens die meekijkt. Niet om\n"
        "één persoon te beoordelen, niet voor andere vragen dan waar het codeboek over gaat, niet voor\n"
        "andere talen."
    )


def _data(manifest: Manifest) -> str:
    if manifest.origin == IMPORTED:
        return (
            "## Geleerd van\n\n"
            "Niet bekend: dit model is elders gemaakt en als skops-bestand ingelezen. Vraag de maker waarvan het\n"
            "heeft geleerd voordat je het gebruikt."
        )
    return (
        "## Geleerd van\n\n"
        f"{manifest.training_answers} antwoorden die voor dit project zijn geschreven en gelabeld; ze\n"
        "zijn niet bij echte medewerkers verzameld. Meer hierover staat in\n"
        "`training_data/README.md`."
    )


def _figures(validation: Evaluation | None) -> str:
    if validation is None:
        return "## Cijfers\n\nNiet gemeten: er waren geen antwoorden apart gehouden."
    rows = "\n".join(_row(key, score) for key, score in validation.facets.items())
    return (
        f"## Cijfers op {validation.answers} apart gehouden antwoorden\n\n"
        "Andere sectoren en andere schrijvers dan waarvan is geleerd. Alle getallen 0 tot 1;\n"
        "kappa -1 tot 1.\n\n"
        "| facet | micro-F1 | macro-F1 | helemaal goed | kappa (kwadratisch) | ijkfout |\n"
        "|---|---|---|---|---|---|\n"
        f"{rows}\n\n"
        f"Deel dat naar een mens gaat om na te kijken: {validation.review_share:.2f}."
    )


def _row(facet: str, score: FacetScore) -> str:
    kappa = "" if score.quadratic_kappa is None else f"{score.quadratic_kappa:.2f}"
    cells = [facet, f"{score.micro_f1:.2f}", f"{score.macro_f1:.2f}", f"{score.exact:.2f}", kappa]
    return "| " + " | ".join([*cells, f"{score.calibration_error:.3f}"]) + " |"


def _technique(manifest: Manifest) -> str:
    libraries = ", ".join(f"{name} {version}" for name, version in manifest.libraries.items())
    parameters = ", ".join(f"{name}={value}" for name, value in manifest.parameters.items())
    return (
        "## Techniek\n\n"
        "tf-idf van woorden, lemma's en letterreeksen, codeboekfrasen en een zinsvector; per label een\n"
        "geijkte logistische regressie; niveaus met de volgorde erin.\n\n"
        f"Zinsvectoren: {manifest.encoder}, {manifest.encoder_version or 'versie niet genoteerd'}.\n\n"
        f"Instellingen: {parameters}. Toevalsgetal: {manifest.seed}.\n\n"
        f"Python {manifest.python}; {libraries}.\n\n"
        f"Trainingsgegevens sha256: `{manifest.training_data_sha256 or 'niet bekend'}`.  \n"
        f"Codeboek sha256: `{manifest.codebook_fingerprint}`."
    )
