"""The model card of a model that learned from decisions; in Dutch, as all cards."""

from classifier.retraining.decided import ID_PREFIX
from classifier.retraining.material import DECIDED, OWN_FILE, SHIPPED, Material
from classifier.training.card import model_card
from classifier.training.fitting import TrainedModel

HEADING, DATA = "\n\n## ", "Geleerd van"


def retrained_card(trained: TrainedModel, material: Material) -> str:
    """The usual card, with what was really learned from."""
    parts = model_card(trained.manifest, trained.validation).split(HEADING)
    own = _data(material)
    return HEADING.join(own if part.startswith(DATA) else part for part in parts)


def _data(material: Material) -> str:
    lines = [line for source, line in _sources(material).items() if material.sources[source]]
    listed = "\n".join(f"- {line}" for line in lines)
    measured = sum(answer.id.startswith(ID_PREFIX) for answer in material.test)
    return (
        f"{DATA}\n\n{listed}\n\n"
        "Woorden uit besloten antwoorden blijven in het model, ook als de workshop wordt verwijderd.\n"
        f"Van de {len(material.test)} apart gehouden antwoorden komen er {measured} uit dezelfde workshops."
    )


def _sources(material: Material) -> dict[str, str]:
    found = material.sources
    return {
        SHIPPED: f"{found[SHIPPED]} antwoorden uit de trainingsgegevens van deze installatie.",
        DECIDED: f"{found[DECIDED]} antwoorden uit workshops, met labels die mensen hier besloten; elk telde"
        f" {material.repeats} keer.",
        OWN_FILE: f"{found[OWN_FILE]} antwoorden met labels uit een eigen bestand.",
    }
