"""The spaCy Dutch pipeline: tokens, lemmas, codebook phrases, sentence vector.

Built from ``spacy.blank("nl")``, so labels never depend on a statistical model. When
``nl_core_news_sm`` is installed, :func:`load_statistical` gives it for names and noun phrases.

Extensions: ``Doc._.codebook_hits`` (tuple of :class:`~classifier.phrases.PhraseHit`) and
``Doc._.sentence_vector`` (float32, as long as the encoder makes it; 512 by default).
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import minibatch

from classifier.codebook import Codebook, Facet, Label
from classifier.encoder import SentenceEncoder
from classifier.encoders.choice import DEFAULT_ENCODER, encoder_of
from classifier.errors import UserMistake
from classifier.lemmas import lemma_of
from classifier.phrases import PhraseMatcher

STATISTICAL_PIPELINE = "nl_core_news_sm"
# An answer is a few sentences; the rest of a pasted book is kept but not read.
LONGEST_READ_CHARS = 20_000

if not Doc.has_extension("codebook_hits"):
    Doc.set_extension("lower_words", default=None)
    Doc.set_extension("lookup_lemmas", default=None)
    Doc.set_extension("codebook_hits", default=())
    Doc.set_extension("sentence_vector", default=None)


@Language.component("dutch_lookup_lemmas", assigns=["token.lemma"])
def dutch_lookup_lemmas(doc: Doc) -> Doc:
    """Sets every token's lemma by dictionary lookup, and both ``Doc._.lower_words`` and ``Doc._.lookup_lemmas``."""
    words, lemmas = [], []
    # One walk over the tokens, kept for whoever comes after: making Token objects is what costs time here.
    for token in doc:
        words.append(token.lower_)
        lemmas.append(lemma_of(words[-1]))
        token.lemma_ = lemmas[-1]
    doc._.lower_words, doc._.lookup_lemmas = tuple(words), tuple(lemmas)
    return doc


class CodebookPhrases:
    """Pipeline component that finds codebook phrases; needs lemmas."""

    def __init__(self, name: str, codebook: Codebook | None = None) -> None:
        self.name = name
        self.phrases: list[list] = []
        if codebook is not None:
            self.learn(codebook)

    def learn(self, codebook: Codebook) -> None:
        """Take the phrases of a codebook."""
        self._set_phrases(
            [[facet.key, label.key, list(label.phrases)] for facet in codebook for label in facet.labels]
        )

    def __call__(self, doc: Doc) -> Doc:
        words = doc._.lower_words or tuple(token.lower_ for token in doc)
        lemmas = doc._.lookup_lemmas or tuple(token.lemma_ for token in doc)
        doc._.codebook_hits = tuple(self.matcher.find(words, lemmas))
        return doc

    def _set_phrases(self, phrases: list[list]) -> None:
        self.phrases = phrases
        self.matcher = PhraseMatcher(_phrase_codebook(phrases))

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        return json.dumps(self.phrases, ensure_ascii=False).encode("utf-8")

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> "CodebookPhrases":
        self._set_phrases(json.loads(data.decode("utf-8")))
        return self

    def to_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> None:
        Path(path).write_bytes(self.to_bytes())

    def from_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> "CodebookPhrases":
        return self.from_bytes(Path(path).read_bytes())


def _phrase_codebook(phrases: list[list]) -> Codebook:
    """The smallest codebook that holds these phrases; the matcher reads nothing else of it."""
    labels: dict[str, list[Label]] = {}
    for facet, label, texts in phrases:
        entry = Label(key=label, name=label, name_en=label, definition=label, phrases=tuple(texts))
        labels.setdefault(facet, []).append(entry)
    facets = tuple(Facet(key, key, "multilabel", tuple(entries)) for key, entries in labels.items())
    return Codebook(name="phrases", version="0", facets=facets)


@Language.factory("codebook_phrases", requires=["token.lemma"], assigns=["doc._.codebook_hits"])
def make_codebook_phrases(nlp: Language, name: str) -> CodebookPhrases:
    return CodebookPhrases(name)


class SentenceVector:
    """Pipeline component that sets the sentence vector; encodes whole batches in ``pipe``."""

    def __init__(self, name: str, encoder: SentenceEncoder | None = None) -> None:
        self.name = name
        self.encoder = encoder or encoder_of(DEFAULT_ENCODER)

    def __call__(self, doc: Doc) -> Doc:
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 128) -> Iterator[Doc]:
        for docs in minibatch(stream, size=batch_size):
            batch = list(docs)
            for doc, vector in zip(batch, self.encoder.encode([doc.text for doc in batch]), strict=True):
                doc._.sentence_vector = vector
                yield doc


@Language.factory("sentence_vector", assigns=["doc._.sentence_vector"], default_config={"encoder": DEFAULT_ENCODER})
def make_sentence_vector(nlp: Language, name: str, encoder: str) -> SentenceVector:
    return SentenceVector(name, encoder_of(encoder))


def build_pipeline(codebook: Codebook, *, vectors: bool = True, encoder: str = DEFAULT_ENCODER) -> Language:
    """The Dutch pipeline for a codebook. ``vectors=False`` leaves the sentence vector out.

    ``encoder`` is a name of ``classifier/encoders/choice.py``. Raises UserMistake when it is not here.
    """
    nlp = spacy.blank("nl")
    nlp.add_pipe("dutch_lookup_lemmas")
    phrases = nlp.add_pipe("codebook_phrases")
    assert isinstance(phrases, CodebookPhrases)  # noqa: S101 - tells the type checker what the factory makes
    phrases.learn(codebook)
    if vectors:
        nlp.add_pipe("sentence_vector", config={"encoder": encoder})
    return nlp


def readable(text: str) -> str:
    """The part of an answer that is read; what is not text (NULs and the like) becomes a space."""
    return "".join(char if char.isprintable() else " " for char in text[:LONGEST_READ_CHARS])


def load_statistical(name: str = STATISTICAL_PIPELINE) -> Language:
    """The statistical Dutch pipeline. Raises UserMistake saying how to get it when it is missing."""
    try:
        return spacy.load(name)
    except OSError as error:
        raise UserMistake("statistical_missing", name=name) from error


def has_statistical(name: str = STATISTICAL_PIPELINE) -> bool:
    """Whether the statistical Dutch pipeline is installed."""
    return spacy.util.is_package(name)
