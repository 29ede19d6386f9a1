"""A draft of blind codes: pressing labels, and what is still missing."""

import pytest

from classifier.blind_draft import BlindDraft


def test_many_labels_go_on_and_off_and_keep_the_order_of_the_codebook(foreign_codebook):
    topic = foreign_codebook.facet("onderwerp")
    draft = BlindDraft(foreign_codebook).pressed(topic, "opruimen").pressed(topic, "helm")
    assert draft.labels(topic) == ("helm", "opruimen")
    assert draft.pressed(topic, "helm").labels(topic) == ("opruimen",)


def test_one_label_is_replaced_and_a_flag_goes_up_and_down(foreign_codebook):
    level, flag = foreign_codebook.facet("ernst"), foreign_codebook.facet("incident")
    draft = BlindDraft(foreign_codebook).pressed(level, "laag").pressed(level, "hoog").pressed(flag, "ja")
    assert (draft.labels(level), draft.labels(flag)) == (("hoog",), ("ja",))
    assert draft.pressed(flag, "ja").labels(flag) == ("nee",)


def test_a_choice_that_must_be_made_is_missing_until_it_is_made(foreign_codebook):
    draft = BlindDraft(foreign_codebook)
    assert [facet.key for facet in draft.missing] == ["ernst"]
    with pytest.raises(ValueError, match="ernst"):
        draft.complete()
    done = draft.pressed(foreign_codebook.facet("ernst"), "laag").complete()
    assert done == {"onderwerp": (), "ernst": ("laag",), "incident": ("nee",)}
