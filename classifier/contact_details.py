"""Numbers and addresses that point to one person: phone, e-mail, account, citizen number, address, plate, link.

Patterns repeat a bounded number of times from the start of a word, so that a wild text costs no more than a
plain one.
"""

import re
from collections.abc import Callable, Iterator

from classifier.lemmas import is_known

Detail = tuple[str, int, int]

_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_LINK = re.compile(
    r"(?<![\w@.-])(?:(?:https?://|www\.)[^\s<>\"']{2,2000}"
    r"|(?:[\w-]{1,63}\.){1,5}(?:nl|be|com|net|org|eu|info)(?:/[^\s<>\"']{0,2000})?(?![\w]))",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w@.])@[A-Za-z_](?:[\w.]{0,28}\w)")
_ACCOUNT = re.compile(
    r"(?<!\w)(?:NL(?:[ .]?\d){2}(?:[ .]?[A-Z]){4}(?:[ .]?\d){10}|BE(?:[ .]?\d){14})(?!\w)", re.IGNORECASE
)
_FOREIGN_ACCOUNT = re.compile(r"(?<!\w)[A-Z]{2}\d{2}[A-Z0-9]{11,30}(?!\w)")
_DATE = r"\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d"
_NUMBER = re.compile(rf"(?<![\w+])(?!{_DATE})(?:\+ ?|\()?\d(?:[ ().\-/]{{0,2}}\d){{7,14}}(?!\w)")
_CITIZEN_CUE = re.compile(
    r"(?:bsn|burgerservicenummer|sofinummer|rijksregisternummer)[^\w]{0,4}(?:(?:is|nr)[^\w]{1,3})?$", re.I
)
_POSTCODE = re.compile(
    r"(?<!\w)([1-9]\d{3})( ?)([A-Z]{2}|[a-z]{2})(?!\w)(?:,? (?:nr\.? ?)?\d{1,5}(?: ?[a-zA-Z])?(?!\w))?"
)
_STREET = re.compile(
    r"(?<!\w)([^\W\d_]{2,30}(?:straat|laan|weg|plein|gracht|kade|singel|dijk|steeg|dreef))"
    r" (?:nr\.? ?|nummer )?\d{1,4}(?: ?[a-zA-Z])?(?!\w)",
    re.IGNORECASE,
)
_PLATE = re.compile(
    r"(?<![\w-])([A-Z]{1,3}|\d{1,3})-([A-Z]{1,3}|\d{1,3})-([A-Z]{1,3}|\d{1,3})(?![\w-])", re.IGNORECASE
)

UNITS = frozenset("kg km cm mm ml cl dl ha gb mb kb tb kw mw pk st pp KG KM CM MM ML GB MB KB TB KW MW PK".split())
NOT_A_STREET = frozenset("onderweg snelweg omweg uitweg overweg spoorweg halfweg".split())
VOWELS = frozenset("aeiou")
DUTCH_PLATE_CHARS, BELGIAN_PLATE_GROUPS = 6, (1, 3, 3)


def find_contact_details(text: str) -> Iterator[Detail]:
    """Kind, start and end of each detail; those of one kind in order, the surest kinds first."""
    yield from _all("email", _EMAIL, text)
    yield from _all("link", _LINK, text)
    yield from _all("link", _HANDLE, text)
    yield from _all("account", _ACCOUNT, text)
    yield from _all("account", _FOREIGN_ACCOUNT, text, lambda match: _is_account(match.group()))
    yield from _numbers(text)
    yield from _all("address", _POSTCODE, text, _is_postcode)
    yield from _all("address", _STREET, text, lambda match: match[1].lower() not in NOT_A_STREET)
    yield from _all("plate", _PLATE, text, lambda match: _is_plate(match.groups()))


def _all(
    kind: str, pattern: re.Pattern[str], text: str, is_real: Callable[[re.Match[str]], bool] = bool
) -> Iterator[Detail]:
    return ((kind, *match.span()) for match in pattern.finditer(text) if is_real(match))


def _numbers(text: str) -> Iterator[Detail]:
    for match in _NUMBER.finditer(text):
        digits = "".join(filter(str.isdecimal, match.group()))
        has_cue = _CITIZEN_CUE.search(text[max(0, match.start() - 40) : match.start()]) is not None
        if has_cue or is_citizen_number(digits):
            yield "citizen_number", *match.span()
        elif _is_phone(digits, is_international=match.group().startswith("+")):
            yield "phone", *match.span()


def _is_phone(digits: str, is_international: bool) -> bool:
    """Dutch and Belgian numbers as dialled there, and any number with a country code."""
    if is_international or digits.startswith("00"):
        return 9 <= len(digits) <= 15
    return digits.startswith("0") and 9 <= len(digits) <= 10


def is_citizen_number(digits: str) -> bool:
    """Whether digits pass the check of a Dutch BSN (elfproef) or a Belgian national number (modulo 97)."""
    numbers = [int(digit) for digit in digits]
    if len(numbers) == 9 and any(numbers):
        return (
            sum(weight * digit for weight, digit in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), numbers, strict=True)) % 11
            == 0
        )
    if len(numbers) == 11 and 1 <= int(digits[2:4]) <= 12:
        return any(97 - int(century + digits[:9]) % 97 == int(digits[9:]) for century in ("", "2"))
    return False


def _is_account(text: str) -> bool:
    """The check of ISO 13616: modulo 97 leaves 1."""
    turned = text[4:] + text[:4]
    return int("".join(str(int(char, 36)) for char in turned)) % 97 == 1


def _is_postcode(match: re.Match[str]) -> bool:
    number, space, letters = match[1], match[2], match[3]
    if letters in UNITS:
        return False
    if letters.islower():
        return not space
    is_year = 1900 <= int(number) < 2100
    return letters not in {"SA", "SD", "SS"} and not (is_year and is_known(letters.lower()))


def _is_plate(groups: tuple[str, ...]) -> bool:
    letters = "".join(filter(str.isalpha, groups)).lower()
    if not letters or len(letters) == sum(map(len, groups)):
        return False
    if tuple(map(len, groups)) == BELGIAN_PLATE_GROUPS:
        is_word = groups[1].islower() and is_known(letters)
        return groups[1].isalpha() and groups[2].isdecimal() and not is_word
    return sum(map(len, groups)) == DUTCH_PLATE_CHARS and VOWELS.isdisjoint(letters)
