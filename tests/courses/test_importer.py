"""Any nbgrader course folder becomes a course that passes its checks, and stays as it was."""

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import nbgrader
import pytest

from officina_courses.check import check_course
from officina_courses.errors import ImportRefused
from officina_courses.importer import ImportReport, import_course
from officina_courses.loader import load_course
from officina_courses.notebooks import load_notebook
from officina_courses.scaffold import new_course

NBGRADER = Path(nbgrader.__file__).parent
DOCS = NBGRADER / "docs/source/user_guide"


def notebook(*cells: dict[str, Any], **top: Any) -> str:
    return json.dumps(
        {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": list(cells), **top}
    )


def text(source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "source": source, "metadata": {}}


def fingerprint(folder: Path) -> dict[str, str]:
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def quickstart(tmp_path: Path) -> Path:
    """The folder that ``nbgrader quickstart course101`` makes, by the same copies and config."""
    folder = tmp_path / "course101"
    shutil.copytree(DOCS / "source", folder / "source")
    shutil.rmtree(folder / "source/ps1_autotest")
    (folder / "nbgrader_config.py").write_text(
        'c = get_config()\nc.CourseDirectory.course_id = "course101"\n'
        'c.IncludeHeaderFooter.header = "source/header.ipynb"\n'
    )
    (folder / "gradebook.db").write_bytes(b"marks")
    return folder


def imported(source: Path, tmp_path: Path, **wishes: Any) -> ImportReport:
    before = fingerprint(source)
    report = import_course(source, tmp_path / "made", **wishes)
    assert fingerprint(source) == before
    assert load_course(tmp_path / "made") == report.course
    return report


def errors(folder: Path) -> list[str]:
    return [f.message for f in check_course(folder).findings if f.severity == "error"]


def test_the_quickstart_course_becomes_publishable(quickstart: Path, tmp_path: Path) -> None:
    report = imported(quickstart, tmp_path)
    assert errors(tmp_path / "made") == []
    assert report.course.id == "course101"
    assert [exercise.id for exercise in report.course.exercises] == ["ps1"]
    assert "source/ps1/jupyter.png" in report.taken
    reasons = {left.path: left.reason for left in report.left_out}
    assert "names and marks" in reasons["gradebook.db"]
    assert "put into every notebook" in reasons["source/header.ipynb"]
    assert "it is a program" in reasons["nbgrader_config.py"]
    assert any("objectives" in gap for gap in report.to_fill_in)


def test_header_cells_are_put_in_as_nbgrader_does(quickstart: Path, tmp_path: Path) -> None:
    imported(quickstart, tmp_path)
    made = load_notebook(tmp_path / "made/source/ps1/problem1.ipynb")
    header = load_notebook(quickstart / "source/header.ipynb")
    original = load_notebook(quickstart / "source/ps1/problem1.ipynb")
    sources = [cell.source for cell in (*header.cells, *original.cells)]
    assert [cell.source for cell in made.cells] == sources
    assert made.kernel_name == "python3"


@pytest.mark.sandbox
@pytest.mark.parametrize("folder", [DOCS, DOCS / "source"])
def test_the_exercises_of_nbgraders_documentation_become_publishable(
    folder: Path, tmp_path: Path
) -> None:
    report = imported(folder, tmp_path)
    assert errors(tmp_path / "made") == []
    assert [exercise.id for exercise in report.course.exercises] == ["ps1", "ps1_autotest"]
    assert not (tmp_path / "made/source/ps1_autotest/autotests.yml").exists()
    tests = load_notebook(tmp_path / "made/source/ps1_autotest/problem1.ipynb").graded_cells
    assert 'assert str(squares(1)) == """[1]"""' in tests[0].source
    assert not list((tmp_path / "made").rglob("submitted"))


@pytest.mark.parametrize("version", [0, 1, 2])
def test_old_nbgrader_metadata_is_brought_up_to_date(version: int, tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    shutil.copy(NBGRADER / f"tests/apps/files/test-v{version}.ipynb", tmp_path / "old/a.ipynb")
    report = imported(tmp_path / "old", tmp_path)
    assert any(f"of version {version} brought to" in change.what for change in report.changed)
    assert errors(tmp_path / "made") == []


def test_a_notebook_of_format_3_is_converted(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    sheet = {"cells": [{"cell_type": "heading", "level": 1, "source": "Old", "metadata": {}}]}
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [sheet]}
    (tmp_path / "old/a.ipynb").write_text(json.dumps(old))
    report = imported(tmp_path / "old", tmp_path)
    assert errors(tmp_path / "made") == []
    assert report.course.title == "Old"


def test_a_broken_notebook_is_taken_as_it_is_and_told(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old/a.ipynb").write_text("{")
    (tmp_path / "old/b.ipynb").write_text('{"nbformat": 3, "worksheets": 5}')
    report = imported(tmp_path / "old", tmp_path)
    assert [change.path for change in report.changed] == [
        "source/old/a.ipynb",
        "source/old/b.ipynb",
    ]
    assert len(errors(tmp_path / "made")) == 2


def test_a_plain_folder_of_notebooks_becomes_one_exercise(tmp_path: Path) -> None:
    folder = tmp_path / "My Lesson"
    (folder / "data").mkdir(parents=True)
    (folder / "data/a.csv").write_text("1")
    (folder / ".ipynb_checkpoints").mkdir()
    (folder / "2.ipynb").write_text(notebook(text("# Second")))
    (folder / "1.ipynb").write_text(notebook(text("```\n# no\n```\n## part\n# First *steps*")))
    (folder / "link").symlink_to("/etc/passwd")
    report = imported(folder, tmp_path, licence="CC-BY-4.0", authors=["Ada"])
    assert report.course.id == "my-lesson"
    assert report.course.title == "First *steps"
    assert [exercise.id for exercise in report.course.exercises] == ["My Lesson"]
    assert "source/My Lesson/data/a.csv" in report.taken
    assert {left.path for left in report.left_out} == {
        "My Lesson/link",
        "My Lesson/.ipynb_checkpoints",
    }
    assert report.course.authors[0].name == "Ada"
    assert not any("licence" in gap for gap in report.to_fill_in)


def test_exercises_come_in_the_order_in_which_people_count(tmp_path: Path) -> None:
    for name in ("week 10", "week 2", "Übung"):
        (tmp_path / "old/source" / name).mkdir(parents=True)
        (tmp_path / "old/source" / name / "a.ipynb").write_text(notebook(text("hello")))
    (tmp_path / "old/source/empty").mkdir()
    report = imported(tmp_path / "old", tmp_path, course_id="c", title="T")
    assert [exercise.id for exercise in report.course.exercises] == ["week 2", "week 10", "bung"]
    assert (report.course.id, report.course.title) == ("c", "T")
    assert [left.path for left in report.left_out] == ["source/empty"]


def test_the_configuration_is_never_run(quickstart: Path, tmp_path: Path) -> None:
    config = quickstart / "nbgrader_config.py"
    config.write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\nc.NbGrader.course_id = 'old-way'\n")
    assert imported(quickstart, tmp_path).course.id == "old-way"
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    "config", ["c = (", "\0", 'c.CourseDirectory.source_directory = "../.."', "(" * 9000]
)
def test_an_unreadable_or_strange_configuration_does_no_harm(
    quickstart: Path, tmp_path: Path, config: str
) -> None:
    (quickstart / "nbgrader_config.py").write_text(config)
    report = imported(quickstart, tmp_path)
    assert [exercise.id for exercise in report.course.exercises] == ["ps1"]


def test_nothing_is_ever_overwritten(quickstart: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(ImportRefused, match="exists already"):
        import_course(quickstart, tmp_path / "taken")
    with pytest.raises(ImportRefused, match="inside of"):
        import_course(quickstart, quickstart / "new")


def test_a_course_of_officina_is_not_imported_again(tmp_path: Path) -> None:
    new_course(tmp_path / "c", course_id="c", title="C")
    with pytest.raises(ImportRefused, match="is a course of Officina already"):
        import_course(tmp_path / "c", tmp_path / "again")
    assert not (tmp_path / "again").exists()


def test_what_cannot_be_a_course_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="is not a folder"):
        import_course(tmp_path / "nowhere", tmp_path / "made")
    (tmp_path / "empty").mkdir()
    with pytest.raises(ImportRefused, match="has no notebooks"):
        import_course(tmp_path / "empty", tmp_path / "made")
    (tmp_path / "empty/a.ipynb").write_text(notebook())
    with pytest.raises(ImportRefused, match="cannot be the id"):
        import_course(tmp_path / "empty", tmp_path / "made", course_id="My Course")
    assert [path.name for path in tmp_path.iterdir()] == ["empty"]


@pytest.mark.parametrize(
    ("name", "wrong", "told"),
    [
        ("x" * 300, {}, "cannot be made: File name too long"),
        ("new", {"authors": [""]}, "authors"),
        ("new", {"title": "t" * 301}, "key title"),
        ("new", {"course_id": "c\n"}, "cannot be the id"),
        ("new", {"licence": "L" * 65}, "key licence"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(
    tmp_path: Path, name: str, wrong: dict[str, Any], told: str
) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "a.ipynb").write_text(notebook(text("# A")))
    with pytest.raises(ImportRefused, match=told) as refused:
        import_course(tmp_path / "old", tmp_path / name, **wrong)
    assert len(str(refused.value).splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["old"]
