from classifier.roles import ADMINISTRATOR, FACILITATOR, HR, ROLES, screens_for


def test_roles_decide_which_screens_there_are():
    screens = ("indelen", "nakijken", "onderzoek", "wand")
    assert screens_for(None, screens) == screens_for(ADMINISTRATOR, screens) == screens
    assert screens_for(FACILITATOR, screens) == ("indelen", "nakijken", "wand")
    assert screens_for(HR, screens) == ("indelen", "nakijken")
    assert screens_for("onbekend", screens) == ()
    assert all(screens_for(role, screens) for role in ROLES)
