"""What changed between two versions, cell by cell, between packages and folders alike."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from package_samples import COURSE_TOML, FILES, Packed, notebook, write_course

from officina_courses.archive import ArchiveError
from officina_courses.packages import PackageDifference, compare, write_package
from officina_courses.packages.difference import CellChange

NOTEBOOK = "source/ps1/squares.ipynb"


@pytest.fixture
def against(packed: Packed, tmp_path: Path) -> Callable[..., PackageDifference]:
    """Compares the package with a folder in which some files are others."""

    def compared(**changed: bytes | None) -> PackageDifference:
        files: dict[str, Any] = FILES | {key.replace("__", "/"): v for key, v in changed.items()}
        there = {path: content for path, content in files.items() if content is not None}
        return compare(packed.file, write_course(tmp_path / "new", there))

    return compared


def cells_of(difference: PackageDifference) -> tuple[CellChange, ...]:
    (file,) = difference.files
    assert file.path == NOTEBOOK
    return file.cells


def rewritten(packed: Packed, tmp_path: Path, content: dict[str, Any]) -> tuple[CellChange, ...]:
    files = FILES | {NOTEBOOK: json.dumps(content).encode()}
    return cells_of(compare(packed.folder, write_course(tmp_path / "new", files)))


def test_a_course_and_its_package_are_the_same(packed: Packed) -> None:
    for old, new in ((packed.folder, packed.file), (packed.file, packed.folder)):
        difference = compare(old, new)
        assert difference.is_empty
        assert difference.old.version == "1.2.0"
    assert compare(packed.file, packed.file).new.sha256 == packed.facts.sha256


def test_fields_of_course_toml_are_told_by_their_names(
    against: Callable[..., PackageDifference],
) -> None:
    text = COURSE_TOML.replace('"1.2.0"', '"1.3.0"').replace("minutes = 20", "minutes = 25")
    text = text.replace('keywords = ["demo"]\n', "")
    text = text.replace('orcid = "0000-0002-1825-0097"', 'orcid = "0000-0002-1825-0097"\n')
    found = against(**{"course.toml": text.encode()})
    assert {(each.key, str(each.old), str(each.new)) for each in found.fields} == {
        ("version", "1.2.0", "1.3.0"),
        ("keywords", "['demo']", "None"),
        ("exercises[ps1].minutes", "20", "25"),
    }
    assert found.files == ()


def test_a_comment_in_course_toml_is_a_changed_file(
    against: Callable[..., PackageDifference],
) -> None:
    found = against(**{"course.toml": COURSE_TOML.encode() + b"# so\n"})
    assert [(each.path, each.text.lines[-1]) for each in found.files] == [("course.toml", "+# so")]


def test_files_that_came_went_or_changed_are_told_with_their_sizes(
    against: Callable[..., PackageDifference],
) -> None:
    found = against(
        **{
            "source/ps1/empty.txt": None,
            "source/ps1/new.csv": b"12345",
            "source/ps1/data/towns \xe0 la carte.csv": b"name\nBonn\n",
        }
    )
    told = {(each.change, each.path.split("/")[-1], each.old_bytes, each.new_bytes)
            for each in found.files}  # fmt: skip
    assert told == {
        ("removed", "empty.txt", 0, None),
        ("added", "new.csv", None, 5),
        ("changed", "towns à la carte.csv", 11, 10),
    }
    (towns,) = (each for each in found.files if each.change == "changed")
    assert towns.text.lines[-2:] == ("-Köln", "+Bonn")


def test_pins_of_the_environment_are_told(against: Callable[..., PackageDifference]) -> None:
    found = against(**{"environment.lock": b"pandera==0.36.1\nnumpy==2.0\n"})
    assert found.environment.changed == ("pandera 0.35.0 -> 0.36.1",)
    assert found.environment.added == ("numpy 2.0",)
    assert found.files == ()


def test_a_changed_cell_is_told_with_its_lines(against: Callable[..., PackageDifference]) -> None:
    (cell,) = cells_of(against(**{NOTEBOOK: notebook("a = 2", "assert a == 1")}))
    assert (cell.change, cell.cell, cell.old_index, cell.new_index) == ("changed", "c0", 1, 1)
    assert cell.text.lines == ("@@ -1 +1 @@", "-a = 1", "+a = 2")


def test_points_and_tags_of_a_cell_are_told(packed: Packed, tmp_path: Path) -> None:
    content = json.loads(FILES[NOTEBOOK])
    graded = {"grade": True, "solution": False, "locked": True, "points": 3, "grade_id": "t"}
    content["cells"][1]["metadata"] = {"tags": ["slow"], "nbgrader": graded}
    (cell,) = rewritten(packed, tmp_path, content)
    assert (cell.change, cell.cell, cell.text.lines) == ("changed", "t", ())
    assert {(each.key, str(each.old), str(each.new)) for each in cell.fields} == {
        ("grading", "", "grade and locked"),
        ("grade_id", "", "t"),
        ("points", "0.0", "3.0"),
        ("tags", "[]", "['slow']"),
    }


def test_a_cell_is_found_again_by_its_id_wherever_it_went(packed: Packed, tmp_path: Path) -> None:
    content = json.loads(FILES[NOTEBOOK])
    content["cells"].reverse()
    (cell,) = rewritten(packed, tmp_path, content)
    assert (cell.change, cell.old_index, cell.new_index, cell.text.lines) == ("moved", 2, 1, ())


def test_cells_without_ids_are_found_by_text_and_place(tmp_path: Path) -> None:
    def course(name: str, *sources: str) -> Path:
        content = json.loads(notebook(*sources))
        for cell in content["cells"]:
            del cell["id"]
        content["nbformat_minor"] = 4
        return write_course(tmp_path / name, FILES | {NOTEBOOK: json.dumps(content).encode()})

    old = course("old", "import os", "a = 1\nb = 2\nc = 3", "print(a)", "gone")
    new = course("new", "first", "import os", "a = 1\nb = 2\nc = 4", "print(a)")
    told = [(cell.change, cell.cell, cell.old_index, cell.new_index)
            for cell in cells_of(compare(old, new))]  # fmt: skip
    assert told == [
        ("added", "cell 1", None, 1),
        ("changed", "cell 3", 2, 3),
        ("removed", "cell 4", 4, None),
    ]


def test_a_notebook_that_cannot_be_read_is_a_changed_file(
    against: Callable[..., PackageDifference],
) -> None:
    for content in (b"no notebook", b"[" * 300_000):
        (file,) = against(**{NOTEBOOK: content}).files
        assert (file.change, file.cells) == ("changed", ())


def test_texts_that_would_take_long_are_shown_as_replaced(tmp_path: Path) -> None:
    """Lines that repeat make a comparison take the square of their number."""
    old = write_course(tmp_path / "old", FILES | {NOTEBOOK: notebook("a\nb\n" * 9000)})
    new = write_course(tmp_path / "new", FILES | {NOTEBOOK: notebook("b\nb\na\n" * 6000)})
    (cell,) = cells_of(compare(old, new))
    assert len(cell.text.lines) == 400
    assert cell.text.left_out == 36_000 - 400


def test_other_courses_are_compared_too(packed: Packed, tmp_path: Path) -> None:
    files = {"course.toml": b'id = "x"\ntitle = "X"\nversion = "1.0.0"\nsummary = "s"\n'
             b'minutes = 1\nlicence = "MIT"\nexercises = []\n'}  # fmt: skip
    write_package(write_course(tmp_path / "x", files), tmp_path / "x.zip")
    found = compare(packed.file, tmp_path / "x.zip")
    assert (found.old.course_id, found.new.course_id) == ("demo", "x")
    assert {each.change for each in found.files} == {"removed"}


def test_a_folder_is_refused_in_the_words_in_which_packing_refuses_it(
    packed: Packed, tmp_path: Path
) -> None:
    folder = write_course(tmp_path / "new")
    (folder / "source/ps1/link").symlink_to("/etc/passwd")
    told = []
    for deed in (
        lambda: compare(packed.file, folder),
        lambda: write_package(folder, tmp_path / "p.zip"),
    ):
        with pytest.raises(ArchiveError, match="a symbolic link") as refused:
            deed()
        told.append(str(refused.value))
    assert told[0] == told[1]
