"""What is in force: the newest codebook, from the file or from a change, with a model that fits it."""

import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest

from classifier.codebook_changes import RenameLabel
from classifier.codebook_reader import read_codebook
from classifier.codebook_versions import change_codebook
from classifier.errors import UserMistake
from classifier.in_force import codebook_in_force, in_force
from classifier.places import PROJECT
from classifier.store.codebooks import add_version, all_versions, newest_version
from classifier.store.coders import coder_id
from classifier.store.decisions import Change, add_decisions
from classifier.store.workshops import NewAnswer, add_answers, add_workshop


@pytest.fixture
def codebook_file(tmp_path, monkeypatch):
    """A codebook file of our own, that tests may edit."""
    shutil.copy(PROJECT / "training_data" / "codebook.toml", tmp_path / "codebook.toml")
    monkeypatch.setenv("KLANTKOMPAS_TRAINING_DATA_DIR", str(tmp_path))
    return tmp_path / "codebook.toml"


def edit(file, old: str, new: str) -> None:
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_the_first_version_is_the_file(database, codebook_file):
    house = in_force(database)
    assert house.codebook.fingerprint == house.reader.codebook.fingerprint
    assert codebook_in_force(database).id == house.version


def test_an_edited_file_becomes_a_new_version_and_the_old_one_stays(database, codebook_file):
    first = codebook_in_force(database)
    edit(codebook_file, "Luisteren en doorvragen", "Luisteren")
    second = codebook_in_force(database)
    assert second.id > first.id
    with database.reading() as connection:
        assert len(all_versions(connection)) == 2


def test_visits_at_the_same_time_take_the_file_in_once(database, codebook_file):
    with ThreadPoolExecutor(6) as visits:
        found = list(visits.map(lambda _: codebook_in_force(database).id, range(12)))
    assert len(set(found)) == 1
    with database.reading() as connection:
        assert len(all_versions(connection)) == 1


def test_of_two_changes_at_the_same_time_one_is_refused(database, codebook_file):
    first = codebook_in_force(database)
    label = read_codebook(codebook_file).facets[0].labels[0].key
    facet = read_codebook(codebook_file).facets[0].key

    def rename(name: str) -> bool:
        try:
            change_codebook(database, RenameLabel(facet, label, name), name, first.id)
        except UserMistake as mistake:
            assert mistake.code == "codebook_changed_meanwhile"
            return False
        return True

    with ThreadPoolExecutor(4) as people:
        assert sum(people.map(rename, ["Een", "Twee", "Drie", "Vier"])) == 1


def test_a_change_made_on_screen_wins_over_the_file(database, codebook_file):
    first = codebook_in_force(database)
    with database.writing() as connection:
        add_version(connection, first.toml + "\n", first.fingerprint, change={"kind": "rename"}, after=first.id)
    edit(codebook_file, "Luisteren en doorvragen", "Luisteren")
    assert codebook_in_force(database).change == {"kind": "rename"}


def test_two_people_cannot_change_the_same_version(database, codebook_file):
    first = codebook_in_force(database)
    with database.writing() as connection:
        add_version(connection, "a", "f", change={}, after=first.id)
        with pytest.raises(UserMistake, match="meanwhile"):
            add_version(connection, "b", "f", change={}, after=first.id)


def test_a_file_that_lost_a_label_someone_decided_on_is_refused(database, codebook_file):
    version = codebook_in_force(database).id
    with database.writing() as connection:
        (answer_id,) = add_answers(connection, add_workshop(connection, "Zorg"), [NewAnswer("luisteren", "1")])
        change = Change(answer_id, {"themas": ("luisteren",)})
        add_decisions(connection, [change], coder_id=coder_id(connection, "Anna"), codebook_version=version)
    edit(codebook_file, 'key = "luisteren"', 'key = "horen"')
    with pytest.raises(UserMistake, match="luisteren"):
        codebook_in_force(database)
    with database.reading() as connection:
        assert newest_version(connection).id == version
