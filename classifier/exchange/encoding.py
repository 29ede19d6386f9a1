"""From bytes to text, the same on every machine.

Byte order marks decide first, then zero bytes (UTF-16 without a mark), then UTF-8. What is not valid
UTF-8 is Western text of one byte a character: cp1252 from Windows, mac_roman from Excel for Mac or
cp850 from "CSV (MS-DOS)". Which of the three is told by what Dutch writes: the encoding that shows
the fewest characters Dutch has little or no use for.

Measured on six short Dutch texts and a long one per encoding: charset-normalizer named cp1252 right
in 3 of 7 (limited to these three encodings: 7 of 7, but 5 of 14 for the other two); this rule gets
all 21, which tests/exchange/test_encoding.py holds.
"""

import codecs
import re
from collections import Counter
from functools import cache

from classifier.errors import UserMistake

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is the start of this one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ONE_BYTE_ENCODINGS = ("cp1252", "mac_roman", "cp850")
_SAMPLE = 65_536

# How Python's surrogateescape marks a byte that is not UTF-8, and such bytes with the letters beside.
_NOT_UTF8 = re.compile("[\udc80-\udcff]")
_NOT_UTF8_IN_WORD = re.compile("[A-Za-z]?[\udc80-\udcff]+[A-Za-z]?")

_CAPITALS = "ÉËÈÊÏÖÓÜÁÀÄÇÅØÆÑÚÔÎÍ"
_RARE = re.compile(f"[íîóòôúùûáàâäçñåøæß«»½²³´×{_CAPITALS}]")
# Never in Dutch: other characters, and a capital or an opening quotation mark right after a letter.
_FOREIGN = re.compile(
    f"[^\x00-\x7féëèêïöü€‘’“”„–—…•·°§íîóòôúùûáàâäçñåøæß«»½²³´×{_CAPITALS}]"
    f"|(?<=[a-z])[{_CAPITALS}]|(?<=[a-z])[‘“„•€](?=[a-z])"
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")

# Share of control characters above which bytes are no text. Random bytes have some 10 %; a column of
# answers through which a few zero bytes slipped has far fewer.
_BINARY_SHARE_UTF8 = 0.3
_BINARY_SHARE_OTHER = 0.02


def decode_text(data: bytes, name: str) -> str:
    """The text in ``data``, without byte order mark.

    Raises UserMistake ``file_empty`` for nothing but whitespace and ``file_not_text`` for bytes that
    are no text in any encoding above.
    """
    text, share = _decoded(data)
    if len(_CONTROL.findall(text[:_SAMPLE])) > share * min(len(text), _SAMPLE):
        raise UserMistake("file_not_text", name=name)
    if not text or text.isspace():
        raise UserMistake("file_empty", name=name)
    return text


def _decoded(data: bytes) -> tuple[str, float]:
    """The text and the share of control characters that is too much for it."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace"), _BINARY_SHARE_UTF8
    wide = _utf16_without_mark(data[:_SAMPLE])
    if wide:
        return data.decode(wide, errors="replace"), _BINARY_SHARE_OTHER
    try:
        return data.decode("utf-8"), _BINARY_SHARE_UTF8
    except UnicodeDecodeError:
        return _western(data), _BINARY_SHARE_OTHER


def _utf16_without_mark(sample: bytes) -> str | None:
    """In UTF-16 every other byte of Western text is zero; in which half says the byte order."""
    pairs = len(sample) // 2
    first, second = sample[0 : 2 * pairs : 2].count(0), sample[1 : 2 * pairs : 2].count(0)
    if second > 0.5 * pairs and first < 0.1 * pairs:
        return "utf-16-le"
    if first > 0.5 * pairs and second < 0.1 * pairs:
        return "utf-16-be"
    return None


def _western(data: bytes) -> str:
    """UTF-8 where it is valid, else one byte a character: files get glued together from both."""
    text = data.decode("utf-8", errors="surrogateescape")
    pieces = Counter(_NOT_UTF8_IN_WORD.findall(text))
    encoding = min(_ONE_BYTE_ENCODINGS, key=lambda candidate: _oddity(pieces, candidate))
    return _readable(text, encoding)


def _oddity(pieces: Counter[str], encoding: str) -> int:
    """How unlike Dutch the pieces of words look, would their escaped bytes be in this encoding."""
    readable = ((_readable(piece, encoding), times) for piece, times in pieces.items())
    return sum(times * (3 * len(_FOREIGN.findall(p)) + len(_RARE.findall(p))) for p, times in readable)


def _readable(text: str, encoding: str) -> str:
    characters = _characters(encoding)
    return _NOT_UTF8.sub(lambda match: characters[match[0]], text)


@cache
def _characters(encoding: str) -> dict[str, str]:
    """What each escaped byte means in ``encoding``.

    The five bytes that cp1252 leaves open mean what they do in Latin-1: nothing may stop the reading.
    """
    return {
        chr(0xDC00 + byte): bytes([byte]).decode(encoding, errors="ignore") or chr(byte)
        for byte in range(0x80, 0x100)
    }
