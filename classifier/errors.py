"""What can go wrong, in two kinds.

::

    Exception
    ├── UserMistake        something a person gave us does not fit; says what arrived and what to do
    └── (ValueError, TypeError, ...)   a programmer's error; never shown to users

A ``UserMistake`` carries a *code* and the *facts*; the sentence itself stands in the text
catalogue (``classifier/texts``) under ``error.<code>``, so that every edge (screen, command line)
says it in its own language.
"""

from classifier.texts import Texts


class UserMistake(Exception):  # noqa: N818 - a mistake of a person, not an error of the program
    """A mistake a user can mend.

    ``code`` names the sentence ``error.<code>`` in the text catalogue and ``facts`` fills it in.
    Facts never hold the text of an answer: messages may end up in a log.
    """

    def __init__(self, code: str, /, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def message(self, texts: Texts) -> str:
        """The sentence for a person, in the language of ``texts``."""
        return texts(f"error.{self.code}", **self.facts)

    def __str__(self) -> str:
        return self.message(Texts("en"))
