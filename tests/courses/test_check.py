"""Checks of a course folder: each fault is found, told with its place, and nothing is run."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from officina_courses.check import check_course, format_finding
from officina_courses.checks.codes import CODES
from officina_courses.checks.licences import is_known_licence
from officina_courses.model import Finding


def findings(folder: Path) -> dict[str, Finding]:
    """The findings by code; the first where a code comes twice."""
    report = check_course(folder)
    return {finding.code: finding for finding in reversed(report.findings)}


def only(folder: Path, code: str) -> Finding:
    found = findings(folder)
    assert set(found) == {code}
    return found[code]


def test_a_good_course_has_no_findings(course_folder: Path) -> None:
    report = check_course(course_folder)
    assert report.findings == ()
    assert report.is_publishable
    assert report.course_id == "demo"


def test_a_folder_without_course_toml_is_told_how_to_get_one(course_folder: Path) -> None:
    (course_folder / "course.toml").unlink()
    finding = only(course_folder, "OFF001")
    assert "officina course import" in finding.message
    assert not check_course(course_folder).is_publishable


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert "There is no folder" in only(tmp_path / "nowhere", "OFF001").message


def test_a_wrong_course_toml_is_told_with_its_line(course_folder: Path) -> None:
    path = course_folder / "course.toml"
    path.write_text(path.read_text().replace('"1.0.0"', '"one"'))
    assert only(course_folder, "OFF001").line == 3


PART = '[[parts]]\nlicence = "{}"\npath = "source/ps1/{}"\n\n'


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('objectives = ["See a course"]\n', "", "OFF002"),
        ('[[authors]]\nname = "Ada"\n', "", "OFF003"),
        ("CC-BY-4.0", "CC-BY", "OFF004"),
        ("[[authors]]", f"{PART.format('CC-BY', 'a.png')}[[authors]]", "OFF004"),
        ("[[authors]]", f"{PART.format('MIT', 'b.png')}[[authors]]", "OFF080"),
        ("minutes = 30", "minutes = 300", "OFF005"),
        ("See a course", "Write here what learners can do afterwards", "OFF007"),
    ],
)
def test_a_gap_in_the_description_is_a_warning(
    course_folder: Path, old: str, new: str, code: str
) -> None:
    path = course_folder / "course.toml"
    path.write_text(path.read_text().replace(old, new))
    assert only(course_folder, code).severity == "warning"


ESCO = "http://data.europa.eu/esco/skill/"
STATISTICS = ESCO + "7ee4c2ea-b349-4bd2-81a3-ec31475d4833"


def with_skills(folder: Path, *ids: str) -> None:
    tables = "".join(f'[[skills]]\nid = "{one}"\nlabel = "statistics"\n' for one in ids)
    path = folder / "course.toml"
    path.write_text(path.read_text().replace("[[exercises]]", f"{tables}[[exercises]]", 1))


@pytest.mark.parametrize(
    "ids",
    [
        (STATISTICS.replace("http:", "https:"),),
        (STATISTICS + "/",),
        (ESCO + "statistics",),
        ("https://example.org/skills/1",),
        ("statistics",),
        (STATISTICS, STATISTICS),
    ],
)
def test_a_skill_that_nobody_could_look_up_is_told(
    course_folder: Path, ids: tuple[str, ...]
) -> None:
    with_skills(course_folder, *ids)
    finding = only(course_folder, "OFF019")
    assert finding.severity == "error"
    assert "statistics" in finding.message


def test_skills_of_esco_and_digcomp_are_known(course_folder: Path) -> None:
    with_skills(
        course_folder, STATISTICS, ESCO + "S2.4.1", "http://data.europa.eu/snb/dcf/u69o196gu6"
    )
    assert findings(course_folder) == {}


def test_a_course_without_exercises_is_a_warning(course_folder: Path) -> None:
    path = course_folder / "course.toml"
    path.write_text("exercises = []\n" + path.read_text().partition("[[exercises]]")[0])
    assert set(findings(course_folder)) == {"OFF006", "OFF012"}


def test_licence_expressions_are_understood() -> None:
    assert is_known_licence("CC-BY-4.0 AND (MIT OR Apache-2.0)")
    assert not is_known_licence("CC-BY-4.0 AND mine")


def test_an_exercise_without_folder_or_notebook_is_an_error(course_folder: Path) -> None:
    path = course_folder / "course.toml"
    path.write_text(path.read_text() + '\n[[exercises]]\nid = "ps2"\ntitle = "Second"\n')
    assert "source/ps2" in only(course_folder, "OFF010").message
    (course_folder / "source/ps2").mkdir()
    assert "no notebook" in only(course_folder, "OFF011").message


def test_a_stranger_in_source_is_a_warning(course_folder: Path) -> None:
    (course_folder / "source/header.ipynb").write_text("{}")
    assert only(course_folder, "OFF012").path == "source/header.ipynb"


@pytest.mark.parametrize("target", ["/etc/passwd", "../../../outside", "squares.ipynb", "gone"])
def test_a_link_is_an_error(course_folder: Path, target: str) -> None:
    (course_folder / "source/ps1/link.csv").symlink_to(target)
    assert target in only(course_folder, "OFF013").message


def test_a_folder_that_is_a_link_is_not_followed(course_folder: Path) -> None:
    (course_folder / "source/ps1/data").symlink_to("/")
    assert only(course_folder, "OFF013").path == "source/ps1/data"


def test_a_pipe_is_an_error(course_folder: Path) -> None:
    os.mkfifo(course_folder / "source/ps1/pipe")
    assert only(course_folder, "OFF014").path == "source/ps1/pipe"


def test_a_200_mb_file_is_told_with_its_size_the_limit_and_what_to_do(course_folder: Path) -> None:
    with (course_folder / "source/ps1/big.csv").open("wb") as out:
        out.truncate(200 * 1024 * 1024)
    message = only(course_folder, "OFF015").message
    assert "200.0 MiB" in message
    assert "20.0 MiB" in message
    assert "take a sample" in message


def test_many_files_that_are_too_large_together_are_an_error(course_folder: Path) -> None:
    for number in range(14):
        with (course_folder / f"source/ps1/part{number}").open("wb") as out:
            out.truncate(20 * 1024 * 1024)
    assert "280.0 MiB" in only(course_folder, "OFF016").message


@pytest.mark.parametrize("name", ["a\nb", "a\\b", "SQUARES.ipynb", "\u202egnp", "\udcff"])
def test_a_name_that_cannot_travel_is_an_error(course_folder: Path, name: str) -> None:
    path = course_folder / "source/ps1" / name
    notebook = (course_folder / "source/ps1/squares.ipynb").read_text()
    path.write_text(notebook if name.endswith(".ipynb") else "no line of a solution")
    report = check_course(course_folder)
    assert [finding.code for finding in report.findings] == ["OFF017"]
    report.model_dump_json()


def test_a_blank_in_a_name_is_a_warning(course_folder: Path) -> None:
    (course_folder / "source/ps1/my data.csv").write_text("1")
    assert only(course_folder, "OFF018").severity == "warning"


def test_submissions_and_marks_beside_source_are_no_part_of_the_course(
    course_folder: Path,
) -> None:
    (course_folder / "submitted/bob/ps1").mkdir(parents=True)
    (course_folder / "submitted/bob/ps1/link").symlink_to("/")
    (course_folder / "gradebook.db").write_bytes(b"marks")
    assert findings(course_folder) == {}


def test_a_notebook_of_format_3_is_told_how_to_convert(
    course_folder: Path, set_cells: Callable[..., None]
) -> None:
    set_cells(nbformat=3, worksheets=[])
    assert "--nbformat 4" in only(course_folder, "OFF020").message


def test_a_notebook_that_is_not_json_is_told_with_its_line(course_folder: Path) -> None:
    (course_folder / "source/ps1/squares.ipynb").write_text('{\n"cells": [')
    assert only(course_folder, "OFF020").line == 2


def test_what_other_programs_cannot_read_back_is_an_error(course_folder: Path) -> None:
    path = course_folder / "source/ps1/squares.ipynb"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert "byte order mark" in only(course_folder, "OFF021").message


@pytest.mark.parametrize("metadata", [{}, {"kernelspec": {"name": "python"}}, {"kernelspec": 1}])
def test_an_unclear_kernel_is_a_warning(
    course_folder: Path, set_cells: Callable[..., None], metadata: dict[str, Any]
) -> None:
    cells = json.loads((course_folder / "source/ps1/squares.ipynb").read_text())["cells"]
    set_cells(*cells, metadata=metadata)
    assert "python3" in only(course_folder, "OFF022").message


def test_outputs_left_in_the_source_are_a_warning(
    course_folder: Path, set_cells: Callable[..., None]
) -> None:
    cells = json.loads((course_folder / "source/ps1/squares.ipynb").read_text())["cells"]
    cells[1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "4"}]
    set_cells(*cells)
    assert "square" in only(course_folder, "OFF023").message


def test_every_code_has_a_number_of_its_own_and_a_whole_message() -> None:
    assert list(CODES) == sorted(CODES)
    for entry in CODES.values():
        assert not entry.meaning.endswith(".")
        assert entry.why.endswith(".")


def test_a_finding_is_shown_on_one_line_with_its_place() -> None:
    finding = Finding(
        severity="error", code="OFF030", message="Twice.", path="a.ipynb", cell="x", line=3
    )
    assert format_finding(finding) == "a.ipynb:x:3: error OFF030: Twice."
    bare = finding.model_copy(update={"path": "", "cell": None, "line": None})
    assert format_finding(bare) == "course: error OFF030: Twice."
