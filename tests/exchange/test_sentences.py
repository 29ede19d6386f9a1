import re
from pathlib import Path

import classifier.exchange
from classifier.texts import LANGUAGES, load_catalogue

ROOM = Path(classifier.exchange.__file__).parent
RAISED = re.compile(r'UserMistake\(\s*"(\w+)"|code = "(\w+)" if .* else "(\w+)"|"mistake": "(\w+)"')


def codes() -> set[str]:
    source = "\n".join(path.read_text(encoding="utf-8") for path in ROOM.glob("*.py"))
    return {code for found in RAISED.findall(source) for code in found if code}


def test_every_mistake_has_a_sentence_in_every_language():
    assert len(codes()) > 20
    for language in LANGUAGES:
        assert {f"error.{code}" for code in codes()} <= load_catalogue(language).keys()
