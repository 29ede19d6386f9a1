"""Names of persons in a Dutch text, by lists and by what stands around them.

A first name that is no Dutch word is found anywhere, also without a capital. One that is ("Roos", "Wil")
counts only when the sentence shows it: a capital within the sentence, a surname or a verb of doing behind it.
"Mevrouw", "collega" or "ik heet" announce a name that stands in no list.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources

from spacy.lang.nl.stop_words import STOP_WORDS
from spacy.language import Language

from classifier.lemmas import is_known

LIST_FILE = "person_names.txt"
PERSON_LABELS = frozenset({"PER", "PERSON"})
MOST_NAME_WORDS = 6
# Above this share of capitalised words a capital says nothing.
CAPITALS_SHARE = 0.6
FEW_WORDS = 4

TITLES = frozenset("mevrouw mevr mvr mw meneer mijnheer dhr heer juffrouw".split())
ROLES = frozenset(
    "collega collegaatje buurman buurvrouw tante oom zuster broeder dokter dr juf meester pater".split()
)
PREFIXES = frozenset("van de der den het 't ter ten te von du la le el al ben bin 'd d'".split())
# Surnames that follow a prefix; without one most are ordinary words.
AFTER_PREFIX = frozenset(
    "vries jong boer wit groot graaf bruijn bruin haan lange ruiter jager dijk berg leeuwen veen dam beek vliet wal"
    " heuvel linden laan broek velde velden bosch brink ven horst hoek poel pol wijk rijn loon dongen rooij schaik"
    " zanten doorn eijk acker putte voorde berghe bossche walle winkel meulen heijden heide steen wolf meij hoeven"
    " burg bos koning leeuw vos backer smet clercq cock wilde waele smedt bie coninck wever backere".split()
)
ARTICLES = frozenset("de het een 't 'n geen deze die elke iedere welke mijn jouw zijn haar ons onze hun uw".split())
# What a person does: behind a name at the start of a sentence.
DOING = frozenset(
    "heeft had deed zei zegt belde belt hielp helpt loste vroeg kwam stuurde regelde nam bracht ging".split()
)
INTRODUCTIONS = re.compile(
    r"(?:\b(?:ik heet|heet|mijn naam is|genaamd|namens|groet|groeten|groetjes|mvg|gr)[,.:]?\s{1,3})$", re.IGNORECASE
)
# "Jan met de pet" is nobody, and Albert Heijn a shop.
IDIOMS = re.compile(r"\s+(?:met de pet|en alleman|modaal|rap|precies|heijn|linders|egberts|hein)\b", re.IGNORECASE)
IDIOMS_BEFORE = re.compile(r"(?:\bzwarte[ -]piet|klaar is kees)$", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?:;\n\r•*\"“”(]")
_INITIALS = re.compile(r"(?<!\w)(?:[A-Z]\.[ ]?){1,4}(?=(?:(?:van|de|der|den|ter|ten|el|von)[ ]){0,3}[A-Z][^\W\d_])")

Span = tuple[int, int]


@cache
def name_lists() -> dict[str, frozenset[str]]:
    """The lists of ``person_names.txt``: heading → lower-case names."""
    lists: dict[str, set[str]] = {}
    heading = ""
    for line in resources.files("classifier").joinpath(LIST_FILE).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            heading = line.strip("[]")
        elif not line.startswith("#"):
            lists.setdefault(heading, set()).update(line.split())
    return {name: frozenset(words) for name, words in lists.items()}


def find_persons(text: str, statistical: Language | None = None) -> Iterator[Span]:
    """Start and end of each name, in order, without overlap; a first name and its surname are one."""
    sentence = _Sentence(text)
    hints = _proper_nouns(text, statistical) if statistical else frozenset()
    position = 0
    while position < len(sentence.words):
        end = sentence.name_end(position, hints)
        if end > position:
            yield sentence.start_of_name(position), sentence.words[end - 1].end
        position = max(end, position + 1)


def _proper_nouns(text: str, nlp: Language) -> frozenset[int]:
    """Where a statistical pipeline sees a person, or a proper noun."""
    doc = nlp(text)
    persons = {token.idx for entity in doc.ents if entity.label_ in PERSON_LABELS for token in entity}
    return frozenset(persons | {token.idx for token in doc if token.pos_ == "PROPN"})


@dataclass(frozen=True)
class _Word:
    text: str
    start: int
    end: int

    @cached_property
    def lower(self) -> str:
        """In lower case, without the s of possession."""
        return re.sub(r"['’]s?$", "", self.text.lower())

    @property
    def has_capital(self) -> bool:
        return self.text[0].isupper()


class _Sentence:
    """The words of a text, and what a word's surroundings say of it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = [_Word(match.group(), *match.span()) for match in _WORD.finditer(text)]
        self._initials = {match.end(): match.start() for match in _INITIALS.finditer(text)}
        capitals = sum(word.has_capital for word in self.words)
        self._capitals_tell = len(self.words) < FEW_WORDS or capitals <= CAPITALS_SHARE * len(self.words)
        lists = name_lists()
        self._first, self._doubtful, self._last = (
            lists[name] for name in ("voornaam", "voornaam die ook een woord is", "achternaam")
        )

    def start_of_name(self, index: int) -> int:
        """Where the name that starts with this word starts: initials belong to it."""
        start = self.words[index].start
        return self._initials.get(start, start)

    def name_end(self, index: int, hints: frozenset[int] = frozenset()) -> int:
        """The index behind the name that starts here; the index itself when none does."""
        if self._is_first_name(index, hints):
            return self._with_surname(index + 1)
        if self.words[index].start in self._initials or self._is_announced(index):
            return self._with_surname(index)
        return self._surname_end(index)

    # -- the words around -----------------------------------------------------------------------

    def _gap(self, index: int) -> str:
        """What stands between the word before and this one."""
        return self.text[self.words[index - 1].end if index else 0 : self.words[index].start]

    def _starts_sentence(self, index: int) -> bool:
        return index == 0 or bool(_SENTENCE_END.search(self._gap(index)))

    def _before(self, index: int) -> str:
        return self.words[index - 1].lower if index and not self._gap(index).strip(" .") else ""

    def _follows(self, index: int) -> bool:
        """Whether there is a word here with only spaces before it."""
        return 0 < index < len(self.words) and not self._gap(index).strip()

    def _stands_out(self, index: int) -> bool:
        """Whether a capital here says that this is a name."""
        word = self.words[index]
        return word.has_capital and self._capitals_tell and not (len(word.text) > 1 and word.text.isupper())

    # -- first names ----------------------------------------------------------------------------

    def _is_first_name(self, index: int, hints: frozenset[int]) -> bool:
        word = self.words[index]
        parts = word.lower.split("-")
        if word.lower in self._first or (len(parts) > 1 and all(part in self._first for part in parts)):
            return not IDIOMS.match(self.text, word.end) and not IDIOMS_BEFORE.search(
                self.text[max(0, word.end - 24) : word.end]
            )
        return word.lower in self._doubtful and self._stands_out(index) and self._looks_like_a_name(index, hints)

    def _looks_like_a_name(self, index: int, hints: frozenset[int]) -> bool:
        """Whether a capitalised word that may be a name is one here."""
        if self._before(index) in ARTICLES:
            return False
        if not self._starts_sentence(index) or self._before(index) in TITLES | ROLES:
            return True
        if self._with_surname(index + 1) > index + 1 or self.words[index].start in hints:
            return True
        return self._follows(index + 1) and self.words[index + 1].lower in DOING

    # -- names that stand in no list ------------------------------------------------------------

    def _is_announced(self, index: int) -> bool:
        """Whether the words before announce a name, and this can be one."""
        word, before = self.words[index], self._before(index)
        if INTRODUCTIONS.search(self.text[max(0, word.start - 24) : word.start]):
            return self._stands_out(index) and not is_known(word.lower)
        if before in TITLES:
            return self._can_be_surname(index)
        return before in ROLES and self._stands_out(index) and word.lower not in STOP_WORDS

    def _can_be_surname(self, index: int) -> bool:
        """After "mevrouw": a capital, or without one a surname that is listed; with or without prefixes."""
        while index < len(self.words) - 1 and self.words[index].lower in PREFIXES and self._follows(index + 1):
            index += 1
        word = self.words[index]
        if word.lower in STOP_WORDS or word.lower in PREFIXES:
            return False
        return self._stands_out(index) or word.lower in self._last | AFTER_PREFIX

    # -- surnames -------------------------------------------------------------------------------

    def _with_surname(self, index: int) -> int:
        """The index behind a surname that starts here, prefixes included; the index itself when there is none."""
        end, last = index, index
        while end < min(len(self.words), index + MOST_NAME_WORDS) and (end == 0 or self._joins(end)):
            if self._is_part_of_surname(end):
                last = end + 1
            elif self.words[end].lower not in PREFIXES:
                break
            end += 1
        return last

    def _joins(self, index: int) -> bool:
        return self._gap(index).strip(" .") == "" or self.words[index].start in self._initials

    def _is_part_of_surname(self, index: int) -> bool:
        word = self.words[index]
        if word.lower in PREFIXES or word.lower in STOP_WORDS:
            return False
        if word.lower in self._last or (word.lower in AFTER_PREFIX and self._before(index) in PREFIXES):
            return True
        is_abbreviation = word.text[1:2].isupper()
        continues = not self._starts_sentence(index) or self._before(index) in TITLES
        return self._stands_out(index) and not is_abbreviation and continues

    def _surname_end(self, index: int) -> int:
        """The index behind a surname that stands alone: listed, or a prefix with a surname that follows one."""
        word = self.words[index]
        if word.lower in self._last and self._stands_out(index):
            return index + 1
        end = index
        while end < len(self.words) and self.words[end].lower in PREFIXES and end - index < 3:
            end += 1
            if not self._follows(end):
                return index
        is_surname = end > index and self.words[end].lower in AFTER_PREFIX and self._stands_out(end)
        return end + 1 if is_surname else index
