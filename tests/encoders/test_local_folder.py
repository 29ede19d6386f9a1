"""Encoders in a folder: what is asked of the package, and with the package itself when it is installed."""

import importlib.util
import json
import sys
from types import SimpleNamespace

import numpy as np
import pytest

from classifier.encoders.choice import encoder_version
from classifier.encoders.local_folder import PREFIX, LocalFolderEncoder
from classifier.errors import UserMistake

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "helm", "op", "melden", "klant"]


@pytest.fixture
def folder(tmp_path):
    """The names of an encoder, without weights."""
    place = tmp_path / "encoder"
    place.mkdir()
    (place / "modules.json").write_text("[]", encoding="utf-8")
    (place / "model.safetensors").write_bytes(b"weights")
    (place / "README.md").write_text("about", encoding="utf-8")
    return place


@pytest.fixture
def asked(monkeypatch):
    """Stands in for the package and keeps what it was asked."""
    calls = []

    class Recorder:
        def __init__(self, *arguments, **options):
            calls.append((arguments, options))

        def encode(self, texts, **options):
            calls.append((texts, options))
            return np.ones((len(texts), 4)) / 2

    monkeypatch.setitem(sys.modules, "sentence_transformers", SimpleNamespace(SentenceTransformer=Recorder))
    return calls


def test_the_package_is_asked_for_local_files_only_and_to_run_no_code(folder, asked):
    encoder = LocalFolderEncoder(f"{PREFIX}{folder}")
    arguments, options = asked[0]
    assert arguments == (str(folder),)
    assert options == {"device": "cpu", "local_files_only": True, "trust_remote_code": False}
    assert encoder.size == 4
    assert encoder.encode(["x" * 100_000]).dtype == np.float32
    texts, options = asked[-1]
    assert len(texts[0]) == 4000 and options["normalize_embeddings"]


def test_a_relative_folder_lies_in_the_folder_of_encoders(folder, asked, monkeypatch):
    monkeypatch.setenv("KLANTKOMPAS_ENCODERS_DIR", str(folder.parent))
    LocalFolderEncoder(f"{PREFIX}encoder")
    assert asked[0][0] == (str(folder),)


@pytest.mark.parametrize("name", ["weg", "sentence-transformers/all-MiniLM-L6-v2", "", "modules.json"])
def test_a_folder_that_is_not_there_is_a_sentence_and_never_a_download(name, tmp_path, monkeypatch):
    monkeypatch.setenv("KLANTKOMPAS_ENCODERS_DIR", str(tmp_path))
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    for ask in (LocalFolderEncoder, encoder_version):
        with pytest.raises(UserMistake, match="nothing is downloaded"):
            ask(f"{PREFIX}{name}")


def test_without_the_package_it_is_a_sentence(folder, monkeypatch):
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(UserMistake, match="needs the package sentence-transformers"):
        LocalFolderEncoder(f"{PREFIX}{folder}")


def test_the_version_follows_weights_and_names_but_not_the_readme(folder):
    first = encoder_version(f"{PREFIX}{folder}")
    (folder / "README.md").write_text("other", encoding="utf-8")
    assert encoder_version(f"{PREFIX}{folder}") == first
    (folder / "model.safetensors").rename(folder / "other.safetensors")
    renamed = encoder_version(f"{PREFIX}{folder}")
    (folder / "other.safetensors").write_bytes(b"others!")
    assert len({first, renamed, encoder_version(f"{PREFIX}{folder}")}) == 3


# -- with the package itself ------------------------------------------------------------------------

real = pytest.mark.skipif(
    importlib.util.find_spec("sentence_transformers") is None,
    reason="the package sentence-transformers, an encoder to choose, is not installed",
)


@pytest.fixture(scope="module")
def small_encoder(tmp_path_factory):
    """A BERT of one layer with random weights, saved as sentence-transformers saves it."""
    from sentence_transformers import SentenceTransformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    raw, place = tmp_path_factory.mktemp("raw"), tmp_path_factory.mktemp("encoder")
    (raw / "vocab.txt").write_text("\n".join(WORDS), encoding="utf-8")
    BertTokenizerFast(str(raw / "vocab.txt")).save_pretrained(raw)
    shape = {"num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 16}
    BertModel(BertConfig(vocab_size=len(WORDS), hidden_size=8, **shape)).save_pretrained(raw)
    SentenceTransformer(str(raw), device="cpu", local_files_only=True).save(str(place))
    return place


@real
@pytest.mark.slow
def test_a_folder_is_read_by_the_package(small_encoder):
    encoder = LocalFolderEncoder(f"{PREFIX}{small_encoder}")
    vectors = encoder.encode(["helm op", "klant melden", ""])
    assert vectors.shape == (3, encoder.size) == (3, 8)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


@real
@pytest.mark.slow
def test_a_damaged_folder_is_a_sentence(small_encoder, tmp_path):
    (tmp_path / "modules.json").write_text(
        json.dumps([{"idx": 0, "name": "0", "path": "", "type": "os.system"}]), encoding="utf-8"
    )
    with pytest.raises(UserMistake, match="cannot be loaded"):
        LocalFolderEncoder(f"{PREFIX}{tmp_path}")
