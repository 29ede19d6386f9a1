"""The model lies in memory once, whoever asks for it, and is another one as soon as something changed."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from classifier.codebook_changes import RenameLabel
from classifier.codebook_versions import change_codebook
from classifier.errors import UserMistake
from classifier.loaded_house import loaded_house
from classifier.room_house import SharedHouse
from classifier.store.upgrade import open_database

pytestmark = pytest.mark.parametrize("database_address", ["sqlite"], indirect=True)


def test_screens_and_walls_share_one_model(organisation, database):
    again = open_database(database.url.render_as_string(hide_password=False))
    assert SharedHouse(again).now() is loaded_house(database)
    again.close()


def test_several_visits_at_once_load_it_once(organisation, database):
    with ThreadPoolExecutor(4) as visits:
        found = list(visits.map(lambda _: loaded_house(database), range(8)))
    assert len({id(house) for house in found}) == 1


def test_another_codebook_is_seen_at_once(organisation, database):
    before = loaded_house(database)
    facet = before.codebook.facets[0]
    change_codebook(database, RenameLabel(facet.key, facet.labels[0].key, "Anders"), "Anna", before.version)
    after = loaded_house(database)
    assert after.version > before.version
    assert after.codebook.facets[0].labels[0].name == "Anders"


def test_a_model_that_cannot_be_loaded_is_tried_again(organisation, database):
    (place,) = (organisation.folder / "models").glob("*/*/model.joblib")
    good = place.read_bytes()
    place.write_bytes(good + b"x")
    with pytest.raises(UserMistake, match=r"model\.joblib"):
        loaded_house(database)
    place.write_bytes(good)
    assert loaded_house(database).model == "veilig/1"
