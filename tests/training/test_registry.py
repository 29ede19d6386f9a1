import json
from dataclasses import replace

import pytest

from classifier.encoders.choice import DEFAULT_ENCODER
from classifier.errors import UserMistake
from classifier.places import PROJECT
from classifier.training.dataset import LabelledAnswer
from classifier.training.fitting import save_model, train_model
from classifier.training.history import history
from classifier.training.registry import Registry
from tests.conftest import FOREIGN_ANSWERS


@pytest.fixture(scope="module")
def trained(foreign_codebook):
    answers = [
        LabelledAnswer(
            str(number), text, {"onderwerp": a, "ernst": (b,), "incident": (c,)}, sector=f"s{number % 4}"
        )
        for number, (text, a, b, c) in enumerate(FOREIGN_ANSWERS)
    ]
    return train_model(answers, foreign_codebook, name="veilig", version="1")


@pytest.fixture
def registry(tmp_path, trained):
    registry = Registry(tmp_path / "models")
    save_model(trained, registry)
    return registry


def test_a_saved_model_says_the_same_after_loading(registry, trained, foreign_codebook):
    texts = [text for text, *_ in FOREIGN_ANSWERS]
    loaded = registry.load(codebook=foreign_codebook)
    assert loaded.name == "veilig/1"
    assert (loaded.predict_proba(texts) == trained.model.predict_proba(texts)).all()


def test_the_manifest_says_what_a_model_is_made_of(registry, foreign_codebook):
    manifest = registry.manifest()
    assert manifest.codebook_fingerprint == foreign_codebook.fingerprint
    assert manifest.training_answers == len(FOREIGN_ANSWERS)
    assert {"scikit-learn", "spacy", "numpy"} <= set(manifest.libraries)
    assert set(manifest.files) == {"model.joblib", "MODEL_CARD.md"}
    assert set(manifest.thresholds) == set(foreign_codebook.keys)


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (lambda place: (place / "model.joblib").write_bytes(b"other"), "model_changed_file"),
        (lambda place: (place / "extra.joblib").write_bytes(b"other"), "model_foreign_file"),
        (lambda place: (place / "MODEL_CARD.md").unlink(), "model_missing_file"),
        (lambda place: (place / "manifest.json").write_text("{"), "manifest_broken"),
    ],
)
def test_a_damaged_model_is_refused_before_anything_is_opened(registry, damage, code, monkeypatch):
    damage(registry.folder / "veilig" / "1")
    monkeypatch.setattr("joblib.load", lambda *_: pytest.fail("a damaged file was opened"))
    with pytest.raises(UserMistake) as caught:
        registry.load()
    assert caught.value.code == code


@pytest.mark.parametrize("name", ["../veilig/1", "/etc/passwd", "veilig/../veilig/1", "veilig/2", ""])
def test_only_names_of_the_listing_are_models(registry, name):
    if not name:
        registry.set_current("veilig/1")
        assert registry.manifest(name).id == "veilig/1"
        return
    with pytest.raises(UserMistake) as caught:
        registry.load(name)
    assert caught.value.code == "unknown_model"


def test_a_model_of_another_codebook_is_refused(registry, codebook):
    with pytest.raises(UserMistake, match="another codebook"):
        registry.load(codebook=codebook)


def test_a_model_of_another_scikit_learn_is_refused(registry):
    file = registry.folder / "veilig" / "1" / "manifest.json"
    content = json.loads(file.read_text())
    content["libraries"]["scikit-learn"] = "0.1.0"
    file.write_text(json.dumps(content))
    with pytest.raises(UserMistake, match=r"scikit-learn 0\.1\.0"):
        registry.load()


def test_a_version_is_never_overwritten_and_the_next_is_counted(registry, trained):
    with pytest.raises(UserMistake, match="exists already"):
        save_model(trained, registry)
    assert registry.next_version("veilig") == "2"
    assert registry.next_version("iets_nieuws") == "1"


def test_an_unwritable_place_is_a_sentence(tmp_path, trained):
    (tmp_path / "file").write_text("")
    with pytest.raises(UserMistake, match="could not be saved"):
        save_model(trained, Registry(tmp_path / "file"))


@pytest.mark.parametrize("name", ["../weg", "a/b", "", ".", "x" * 65])
def test_a_name_that_would_leave_the_folder_is_a_sentence(name, registry, trained):
    for wrong in ({"name": name}, {"version": name}):
        with pytest.raises(UserMistake, match="cannot be the name"):
            save_model(replace(trained, manifest=replace(trained.manifest, **wrong)), registry)


def test_a_manifest_that_speaks_for_another_folder_is_refused(registry, trained):
    save_model(replace(trained, manifest=replace(trained.manifest, version="2")), registry, make_current=False)
    edit(registry, version="2")
    with pytest.raises(UserMistake) as caught:
        registry.load("veilig/1")
    assert caught.value.code == "manifest_of_another"


def edit(registry, **changes) -> None:
    """Change the manifest of the first model."""
    file = registry.folder / "veilig" / "1" / "manifest.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), **changes}))


@pytest.mark.parametrize("changes", [{"files": ["model.joblib"]}, {"parameters": 3}, {"training_answers": "veel"}])
def test_a_manifest_of_another_shape_is_a_sentence(registry, changes):
    edit(registry, **changes)
    with pytest.raises(UserMistake, match="cannot be read"):
        registry.load()


def test_a_manifest_from_before_encoders_were_a_choice_means_the_default(registry):
    manifest = registry.manifest()
    edit(registry, parameters={key: value for key, value in manifest.parameters.items() if key != "encoder"})
    edit(registry, encoder_version="")
    assert registry.manifest().encoder == DEFAULT_ENCODER
    assert registry.load().encoder == DEFAULT_ENCODER


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"encoder_version": "0.0.1"}, "version 0.0.1; here it is"),
        ({"parameters": {"encoder": "sentence-transformers:weg"}}, "nothing is downloaded"),
        ({"parameters": {"encoder": "word2vec"}}, "is not known"),
    ],
)
def test_a_model_whose_encoder_is_missing_or_another_says_what_to_do(registry, changes, sentence):
    edit(registry, **changes)
    with pytest.raises(UserMistake, match=sentence):
        registry.load()


def test_training_is_a_choice_in_the_history(registry):
    (change,) = history(registry)
    assert (change.what, change.before, change.after) == ("train", "", "veilig/1")


def test_too_few_answers_are_refused(foreign_codebook):
    with pytest.raises(UserMistake, match="At least 20"):
        train_model([], foreign_codebook, name="veilig", version="1")


def test_the_shipped_model_is_whole_small_and_fits_the_codebook(codebook):
    registry = Registry(PROJECT / "models")
    manifest = registry.verify()
    assert manifest.codebook_fingerprint == codebook.fingerprint
    place = registry.folder / manifest.name / manifest.version
    assert sum(file.stat().st_size for file in place.iterdir()) <= 25_000_000
