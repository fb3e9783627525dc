"""A notebook that loads a dataset: under a free name, never over anything, never run."""

from __future__ import annotations

import nbformat
import pytest
from finder_samples import dataset, table

from officina_widgets.errors import FolderInTheWay
from officina_widgets.finding.loading_notebook import loading_notebook, notebook_name
from officina_widgets.server.dataset_opening import staged

RECORD = "abcdefghijklmnopqrst"


def test_the_notebook_has_the_code_and_has_not_been_run():
    rain = dataset(1, licence="CC-BY-4.0", distributions=(table("https://data.example/rain.csv"),))
    notebook = loading_notebook(rain, record_id=RECORD)
    nbformat.validate(nbformat.from_dict(notebook))
    words, code = notebook["cells"]
    assert RECORD in words["source"]
    assert "# Licence: CC-BY-4.0" in code["source"]
    assert "# Cite as:" in code["source"]
    assert (code["outputs"], code["execution_count"]) == ([], None)
    assert notebook == loading_notebook(rain, record_id=RECORD)


def test_there_is_none_where_nothing_can_be_fetched():
    assert loading_notebook(dataset(1, distributions=()), record_id=RECORD) is None


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Sääennusteet 2026", "saaennusteet-2026"),
        ("../../etc/passwd", "etc-passwd"),
        ("気象", "dataset"),
        ("a" * 300, "a" * 60),
    ],
)
def test_its_name_is_made_of_the_title_and_of_nothing_else(title, name):
    assert notebook_name(dataset(1, title={"en": title})) == name


def test_what_is_there_already_stays_and_what_is_still_the_same_is_used_again(tmp_path):
    folder = tmp_path / "datasets"
    first = staged(folder, "rain", b"made")
    assert staged(folder, "rain", b"made") == first
    first.write_bytes(b"mine!")
    (folder / "rain-2.ipynb").symlink_to(tmp_path / "nowhere")
    other = staged(folder, "rain", b"made")
    assert other == folder / "rain-3.ipynb"
    assert (first.read_bytes(), other.read_bytes()) == (b"mine!", b"made")
    assert not (tmp_path / "nowhere").exists()


def test_a_link_in_the_place_of_the_folder_is_not_followed(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "datasets").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FolderInTheWay, match="is no folder"):
        staged(tmp_path / "datasets", "rain", b"made")
    assert not list((tmp_path / "elsewhere").iterdir())


def test_a_notebook_that_does_not_fit_on_the_disk_is_not_left_there(tmp_path):
    class FullDisk:
        def write(self, _: bytes) -> None:
            raise OSError(28, "No space left on device")

    from officina_widgets.server import dataset_opening

    path = tmp_path / "rain.ipynb"
    path.touch()
    with pytest.raises(OSError, match="No space"):
        dataset_opening._write_whole(FullDisk(), path, b"made")
    assert not path.exists()


async def test_what_is_no_record_is_told_on_a_page_before_anybody_is_asked(ada, portal, serve):
    server = await serve("learner")
    answer = await server.ask("officina/datasets/..%2F..%2Fetc")
    page = answer.body.decode()
    assert answer.code == 404
    assert "The dataset could not be opened in a notebook" in page
    assert "cannot be the id of a record" in page
    assert portal.calls == []
    assert not (ada / "datasets").exists()
