"""A codebook of another world with every kind of chart, and a model that looks for words."""

from collections.abc import Iterable, Iterator

from classifier.codebook import Codebook, Facet, Label
from classifier.exchange.table import Answer
from classifier.judgement import EvidenceWord, Judgement
from classifier.summary import Judged


def label(key: str, name: str, **more: str) -> Label:
    return Label(key, name, more.pop("name_en", name), more.pop("definition", f"Dit is {name}."), **more)


DISHES = Facet(
    "gerecht", "Gerecht", "multilabel", chart="bars", name_en="Dish",
    labels=(label("soep", "Warme soep", short="Soep"), label("brood", "Vers brood", short="Brood"),
            label("koffie", "Koffie", name_en="Coffee")),
)  # fmt: skip
APPETITE = Facet(
    "trek", "Trek", "ordinal", chart="staircase",
    labels=(label("weinig", "Weinig"), label("wat", "Wat trek", next="Daarna komt honger."),
            label("honger", "Honger")),
)  # fmt: skip
PLACE = Facet(
    "plek", "Plek", "single", chart="iceberg",
    labels=(label("zaal", "In de zaal", color="#88BBEE"), label("keuken", "In de keuken", color="#224466")),
)  # fmt: skip
COMPLAINT = Facet(
    "klacht", "Klacht", "flag", chart="flag",
    labels=(label("nee", "Geen klacht", short="Nee"), label("ja", "Wel een klacht", short="Ja")),
)  # fmt: skip
TALE = Facet(
    "verhaal", "Verhaal", "multilabel", chart="parts",
    labels=(label("waar", "Waar", prompt="Waar was dat?"),
            label("toen", "Afloop", prompt="Hoe liep het af?")),
)  # fmt: skip
CANTEEN = Codebook("Kantine", "1", (DISHES, APPETITE, PLACE, COMPLAINT, TALE))

# label key -> the word that gives it
WORDS = {"soep": "soep", "brood": "brood", "koffie": "koffie", "wat": "trek", "honger": "honger",
         "keuken": "keuken", "ja": "koud", "waar": "gisteren", "toen": "toen"}  # fmt: skip


class WordModel:
    """Gives a label when its word is there; sure of long answers, unsure of short ones."""

    name = "kantine/7"
    codebook = CANTEEN

    def classify(self, texts: Iterable[str], *, evidence: bool = False) -> Iterator[Judgement]:
        for text in texts:
            yield judge(text)


def judge(text: str) -> Judgement:
    labels = {facet.key: _labels(facet, text) for facet in CANTEEN}
    sure = min(0.5 + len(text) / 200, 0.99)
    return Judgement(
        labels=labels,
        scores={
            facet.key: {key: sure if key in labels[facet.key] else 0.1 for key in facet.keys} for facet in CANTEEN
        },
        certainty={facet.key: round(sure, 4) for facet in CANTEEN},
        review=sure < 0.6,
        model=WordModel.name,
        evidence={facet.key: {key: _words(key, text) for key in labels[facet.key]} for facet in CANTEEN},
    )


def _labels(facet: Facet, text: str) -> tuple[str, ...]:
    found = tuple(key for key in facet.keys if WORDS.get(key, "\0") in text.casefold())
    if facet.takes_many:
        return found
    return found[-1:] or (facet.neutral,)


def _words(key: str, text: str) -> tuple[EvidenceWord, ...]:
    start = text.casefold().find(WORDS.get(key, "\0"))
    return (EvidenceWord(start, start + len(WORDS[key]), 1.0),) if start >= 0 else ()


def judged(*texts: str, groups: Iterable[str] = ()) -> list[Judged]:
    names = list(groups) or [""] * len(texts)
    return [
        Judged(Answer(str(number), text, group), judge(text))
        for number, (text, group) in enumerate(zip(texts, names, strict=True), start=1)
    ]
