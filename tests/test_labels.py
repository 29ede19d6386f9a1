import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.labels import LabelColumns, label_set_from_record

RECORD = {
    "themas": ["luisteren", "relatie"], "niveau": "4", "stroom": "boven",
    "valkuil": "nee", "intern": "ja", "star": [],
}  # fmt: skip


def test_a_record_becomes_columns_and_comes_back(codebook):
    columns = LabelColumns(codebook)
    labels = label_set_from_record(RECORD, codebook)
    (again,) = columns.decode(columns.encode([labels]))
    assert again == labels
    assert again["niveau"] == ("4",)


def test_an_unknown_label_is_refused(codebook):
    with pytest.raises(KeyError, match="gezellig"):
        label_set_from_record({**RECORD, "themas": ["gezellig"]}, codebook)


@given(st.data())
def test_any_set_of_labels_survives_the_round_trip(codebook, data):
    labels = {
        facet.key: tuple(key for key in facet.keys if data.draw(st.booleans()))
        if facet.takes_many
        else (data.draw(st.sampled_from(facet.keys)),)
        for facet in codebook
    }
    columns = LabelColumns(codebook)
    matrix = columns.encode([labels])
    assert matrix.shape == (1, len(columns))
    assert columns.decode(matrix) == [labels]
    assert np.isin(matrix, (0, 1)).all()
