"""Who may do what: the roles of accounts, and which screens each of them sees.

A screen is named by its file in ``classifier/pages``. The role of administrators sees them all, and so does
everyone on an installation without accounts.
"""

HR, RESEARCHER, FACILITATOR, ADMINISTRATOR = "hr", "onderzoeker", "facilitator", "beheer"
ROLES = (HR, RESEARCHER, FACILITATOR, ADMINISTRATOR)

_EVERYONES = frozenset({"indelen", "workshops", "nakijken"})
_SCREENS: dict[str, frozenset[str]] = {
    HR: _EVERYONES | {"tabel", "dubbel"},
    RESEARCHER: _EVERYONES | {"tabel", "dubbel", "codeboek", "onderzoek"},
    # The wall is no screen of Streamlit, but goes by the same rule.
    FACILITATOR: _EVERYONES | {"live", "wand"},
}


def sees(role: str | None, screen: str) -> bool:
    """Whether someone with this role sees this screen; role None: nobody has to sign in here."""
    return role in (None, ADMINISTRATOR) or screen in _SCREENS.get(role or "", frozenset())


def screens_for(role: str | None, screens: tuple[str, ...]) -> tuple[str, ...]:
    """Those of ``screens`` (in order) that someone with this role sees."""
    return tuple(screen for screen in screens if sees(role, screen))
