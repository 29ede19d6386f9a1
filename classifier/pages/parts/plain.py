"""Text from outside, made harmless where Streamlit reads Markdown."""

import re
import string

# An invisible joiner: Streamlit finds links, emoji names and arrows in text that is already unescaped.
_JOINER = "\u2060"
_PUNCTUATION = re.compile(f"([{re.escape(string.punctuation)}])")
_FOUND_LATER = re.compile(r"([:@<>/-]|\bwww|\.(?=\w))")


def plain(text: str) -> str:
    """``text`` as Markdown that shows exactly these characters, on one line."""
    one_line = " ".join(text.split())
    broken = _FOUND_LATER.sub(rf"\1{_JOINER}", one_line)
    return _PUNCTUATION.sub(r"\\\1", broken)
