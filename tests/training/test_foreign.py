import io
import json
import os
import pickle
import zipfile

import numpy as np
import pytest
import sklearn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression

from classifier.errors import UserMistake
from classifier.model import AnswerClassifier
from classifier.places import training_data_folder
from classifier.training.dataset import VALIDATION, indicator_of, of_split, read_labelled, texts_of
from classifier.training.foreign import SCHEMA_FILE, export_model, import_foreign, read_foreign
from classifier.training.registry import IMPORTED, Registry
from tests.training.conftest import foreign_labelled

skops_io = pytest.importorskip("skops.io", reason="the package skops, for models from elsewhere, is not installed")


@pytest.fixture(scope="module")
def exported(tmp_path_factory, small_model):
    file = tmp_path_factory.mktemp("elsewhere") / "model.skops"
    export_model(small_model.model, file)
    return file


@pytest.fixture(scope="module")
def parts(exported) -> dict[str, bytes]:
    """Everything in the exported file, by name."""
    with zipfile.ZipFile(exported) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def packed(place, parts: dict[str, bytes]):
    file = place / "altered.skops"
    with zipfile.ZipFile(file, "w") as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return file


def altered(place, parts: dict[str, bytes], change) -> object:
    """The file with its description changed by hand."""
    schema = json.loads(parts[SCHEMA_FILE])
    change(schema)
    return packed(place, {**parts, SCHEMA_FILE: json.dumps(schema).encode()})


def attributes(node: dict) -> dict:
    return node["content"]["content"]


def refused(file, codebook) -> UserMistake:
    with pytest.raises(UserMistake) as caught:
        read_foreign(file, codebook)
    assert file.name in str(caught.value)
    return caught.value


# -- the way there and back -------------------------------------------------------------------------


def test_a_model_says_the_same_after_the_way_there_and_back(exported, small_model, foreign_codebook, foreign_data):
    again = read_foreign(exported, foreign_codebook)
    texts = foreign_data[0]
    np.testing.assert_array_equal(again.predict_proba(texts), small_model.model.predict_proba(texts))
    first, second = (list(model.classify(texts, evidence=True)) for model in (small_model.model, again))
    assert [one.labels for one in first] == [one.labels for one in second]
    assert [one.evidence for one in first] == [one.evidence for one in second]
    assert [one.review for one in first] == [one.review for one in second]


def test_an_imported_model_is_kept_measured_and_not_put_to_use(exported, foreign_codebook, tmp_path):
    registry = Registry(tmp_path / "models")
    manifest = import_foreign(registry, exported, foreign_codebook, "elders", foreign_labelled())
    assert (manifest.id, manifest.origin, manifest.training_answers) == ("elders/1", IMPORTED, 0)
    assert manifest.metrics["validation"]["answers"] == 20
    assert not registry.has_current()
    assert registry.load("elders/1", foreign_codebook).name == "elders/1"
    card = (registry.folder / "elders" / "1" / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert "elders gemaakt" in card and "niet bekend" in card
    assert import_foreign(registry, exported, foreign_codebook, "elders").id == "elders/2"


def test_a_model_with_every_kind_of_facet_survives_it_too(codebook, tmp_path):
    answers = of_split(read_labelled(training_data_folder() / "answers", codebook), VALIDATION)[::12]
    model = AnswerClassifier(codebook, folds=2).fit(texts_of(answers), indicator_of(answers, codebook))
    export_model(model, tmp_path / "model.skops")
    again = read_foreign(tmp_path / "model.skops", codebook)
    np.testing.assert_array_equal(again.predict_proba(texts_of(answers)), model.predict_proba(texts_of(answers)))


# -- what is refused --------------------------------------------------------------------------------


class Bomb:
    """Leaves a trace when somebody unpickles it."""

    def __init__(self, trace) -> None:
        self.trace = str(trace)

    def __reduce__(self):
        return os.mkdir, (self.trace,)


def test_a_pickle_under_another_name_is_never_opened(tmp_path, foreign_codebook):
    file = tmp_path / "model.skops"
    file.write_bytes(pickle.dumps(Bomb(tmp_path / "trace")))
    assert refused(file, foreign_codebook).code == "foreign_damaged"
    assert not (tmp_path / "trace").exists()


def test_a_type_that_is_not_on_the_list_is_named_even_one_that_skops_trusts(tmp_path, foreign_codebook):
    file = tmp_path / "other.skops"
    skops_io.dump(LogisticRegression().fit([[0], [1]], [0, 1]), file)
    mistake = refused(file, foreign_codebook)
    assert mistake.code == "foreign_types"
    assert "sklearn.linear_model._logistic.LogisticRegression" in mistake.facts["types"]


@pytest.mark.parametrize(
    ("loader", "module", "name"),
    [
        ("FunctionNode", "os", "system"),
        ("ObjectNode", "subprocess", "Popen"),
        ("ConstructorFromReduceNode", "classifier.model", "AnswerClassifier"),
        ("MethodNode", "classifier.model", "AnswerClassifier"),
        ("PartialNode", "functools", "partial"),
        ("TypeNode", "classifier.model", "AnswerClassifier"),
        ("ObjectNode", "classifier.encoders.local_folder", "LocalFolderEncoder"),
        ("NoSuchNode", "builtins", "dict"),
    ],
)
def test_a_part_slipped_into_a_model_is_refused_before_anything_is_built(
    loader, module, name, tmp_path, parts, foreign_codebook, monkeypatch
):
    node = {"__loader__": loader, "__module__": module, "__class__": name, "content": "x"}
    file = altered(tmp_path, parts, lambda schema: attributes(schema).update(extra=node))
    monkeypatch.setattr("skops.io.loads", lambda *_, **__: pytest.fail("the file was opened"))
    mistake = refused(file, foreign_codebook)
    assert (mistake.code, mistake.facts["types"]) == ("foreign_types", f"{module}.{name}")


def test_something_of_ours_that_is_no_model_is_refused(tmp_path, small_model, foreign_codebook):
    file = tmp_path / "part.skops"
    skops_io.dump(small_model.model.codebook, file)
    mistake = refused(file, foreign_codebook)
    assert (mistake.code, mistake.facts["found"]) == ("foreign_other", "Codebook")


def test_a_model_of_another_codebook_is_refused(exported, codebook):
    assert refused(exported, codebook).code == "model_codebook"


def test_a_fingerprint_of_its_own_making_does_not_help(tmp_path, parts, codebook):
    def forge(schema):
        own = attributes(attributes(schema)["codebook"])
        own["fingerprint"] = {**own["name"], "content": json.dumps(codebook.fingerprint), "__id__": 7}

    assert refused(altered(tmp_path, parts, forge), codebook).code == "model_codebook"


def test_a_model_of_another_encoder_version_or_scikit_learn_is_refused(tmp_path, parts, foreign_codebook):
    def of_other_encoder(schema):
        attributes(schema)["encoder_version_"]["content"] = '"0.0.1"'

    assert refused(altered(tmp_path, parts, of_other_encoder), foreign_codebook).code == "model_encoder"
    text = parts[SCHEMA_FILE].decode()
    older = text.replace(json.dumps(json.dumps(sklearn.__version__)), json.dumps(json.dumps("0.1.0")))
    assert older != text
    file = packed(tmp_path, {**parts, SCHEMA_FILE: older.encode()})
    assert refused(file, foreign_codebook).code == "model_library"


def test_weights_that_are_no_numbers_or_have_another_shape_are_refused(tmp_path, parts, foreign_codebook):
    arrays = {name: np.load(io.BytesIO(content)) for name, content in parts.items() if name.endswith(".npy")}
    weights = max(arrays, key=lambda name: arrays[name].size if arrays[name].ndim == 2 else 0)
    for spoiled in (np.full_like(arrays[weights], np.nan), arrays[weights][:, :-1], arrays[weights].ravel()):
        stream = io.BytesIO()
        np.save(stream, spoiled)
        file = packed(tmp_path, {**parts, weights: stream.getvalue()})
        assert refused(file, foreign_codebook).code == "foreign_damaged"


def test_other_settings_in_our_own_parts_are_refused(tmp_path, parts, foreign_codebook):
    """A pattern of words, for instance, could be one that never ends."""

    def change(schema):
        first = attributes(attributes(schema)["features_"])["transformer_list"]["content"][0]["content"][1]
        attributes(first)["token_pattern"]["content"] = json.dumps("(a+)+$")

    assert refused(altered(tmp_path, parts, change), foreign_codebook).code == "foreign_damaged"


def test_a_file_that_unpacks_too_large_is_refused(tmp_path, parts, foreign_codebook, monkeypatch):
    monkeypatch.setattr("classifier.training.foreign.MOST_UNPACKED_MB", 0.001)
    assert refused(packed(tmp_path, parts), foreign_codebook).code == "file_too_large"


def test_a_file_that_is_not_there_or_nested_without_end_is_a_sentence(tmp_path, foreign_codebook):
    assert refused(tmp_path / "weg.skops", foreign_codebook).code == "file_missing"
    deep = packed(tmp_path, {SCHEMA_FILE: b'{"content":' * 100_000})
    assert refused(deep, foreign_codebook).code == "foreign_damaged"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_file_is_a_sentence_or_still_the_same_model(data, exported, tmp_path, foreign_codebook):
    content = bytearray(exported.read_bytes())
    if data.draw(st.booleans(), "cut"):
        del content[data.draw(st.integers(0, len(content) - 1)) :]
    else:
        for place in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=4)):
            content[place] ^= data.draw(st.integers(1, 255))
    file = tmp_path / "damaged.skops"
    file.write_bytes(content)
    try:
        assert isinstance(read_foreign(file, foreign_codebook), AnswerClassifier)
    except UserMistake as mistake:
        assert file.name in str(mistake)


def test_a_folder_that_cannot_be_written_in_is_a_sentence(small_model, tmp_path):
    with pytest.raises(UserMistake, match="cannot be written"):
        export_model(small_model.model, tmp_path / "weg" / "model.skops")
