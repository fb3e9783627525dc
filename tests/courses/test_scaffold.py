"""New courses, shipped courses, and writing course.toml."""

import io
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from officina_courses.archive import read_tar
from officina_courses.archive.limits import COURSE_LIMITS
from officina_courses.check import check_course
from officina_courses.course_files import pack_course
from officina_courses.errors import ScaffoldRefused
from officina_courses.loader import load_course, parse_course
from officina_courses.manifest import course_toml
from officina_courses.model import Author, Course, Environment, Exercise
from officina_courses.scaffold import new_course
from officina_courses.shipped import shipped_courses


def test_a_new_course_has_only_its_first_words_left_to_write_over(tmp_path: Path) -> None:
    made = new_course(tmp_path / "c", course_id="gpu-basics", title='GPU "basics"', authors=["Ada"])
    assert load_course(tmp_path / "c") == made
    assert {finding.code for finding in check_course(tmp_path / "c").findings} == {"OFF007"}


def test_a_new_course_without_author_is_only_warned_about(tmp_path: Path) -> None:
    new_course(tmp_path / "c", course_id="c", title="C")
    assert {finding.code for finding in check_course(tmp_path / "c").findings} == {
        "OFF003",
        "OFF007",
    }


def test_a_new_course_overwrites_nothing_and_takes_no_odd_id(tmp_path: Path) -> None:
    with pytest.raises(ScaffoldRefused, match="exists already"):
        new_course(tmp_path, course_id="c", title="C")
    with pytest.raises(ScaffoldRefused, match="cannot be the id"):
        new_course(tmp_path / "c", course_id="../c", title="C")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "wrong", "told"),
    [
        ("x" * 300, {}, "cannot be made: File name too long"),
        ("c", {"language": "xx-<b>"}, "key language"),
        ("c", {"authors": [""]}, "key name"),
        ("c", {"title": "t" * 301}, "key title"),
        ("c", {"course_id": "c\n"}, "cannot be the id"),
        ("c", {"licence": "L" * 65}, "key licence"),
        ("c", {"course_id": ""}, "cannot be the id"),
        ("c", {"course_id": "con"}, "Windows keeps that name for a device"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(
    tmp_path: Path, name: str, wrong: dict[str, Any], told: str
) -> None:
    with pytest.raises(ScaffoldRefused, match=told) as refused:
        new_course(tmp_path / name, **{"course_id": "c", "title": "C", **wrong})
    assert len(str(refused.value).splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_the_longest_title_is_taken(tmp_path: Path) -> None:
    assert new_course(tmp_path / "c", course_id="c", title="t" * 300).title == "t" * 300


def test_a_full_course_survives_writing_and_reading() -> None:
    course = Course(
        id="c", title='A "title"\\', version="1.2.3-rc.1", summary="S\u00fc\u00df 🎉",
        description="# Many\n\nlines, \"quotes\" and '''ticks'''", language="pt-BR",
        level="advanced", minutes=99, objectives=("one", "two"), prerequisites=("p",),
        keywords=("k",), licence="CC-BY-4.0",
        authors=(Author(name="Ada", orcid="0000-0002-1825-0097"), Author(name="B")),
        exercises=(
            Exercise(
                id="ps 1", title="T", summary="s",
                deadline=datetime(2026, 5, 31, 18, tzinfo=timezone(timedelta(hours=2))),
            ),
        ),
        environment=Environment(kernel="ir", memory_mib=128),
    )  # fmt: skip
    assert parse_course(course_toml(course)) == course


def test_a_course_without_exercises_survives_too() -> None:
    course = Course(
        id="c", title="T", version="1.0.0", summary="S", minutes=1, licence="MIT", exercises=()
    )
    assert parse_course(course_toml(course)) == course


def test_shipped_courses_are_found_and_can_be_loaded() -> None:
    for folder in shipped_courses():
        assert load_course(folder).id == folder.name


def test_a_package_holds_the_course_and_nobody_elses_work(course_folder: Path) -> None:
    for name in ("submitted/bob/ps1/a.ipynb", "gradebook.db", "nbgrader_config.py", "README.md"):
        (course_folder / name).parent.mkdir(parents=True, exist_ok=True)
        (course_folder / name).write_text("x")
    out = io.BytesIO()
    packed = pack_course(course_folder, out)
    names = [member.path for member in read_tar(io.BytesIO(out.getvalue()), COURSE_LIMITS)]
    assert names == [file.path for file in packed]
    assert names == ["README.md", "course.toml", "source/ps1/a.png", "source/ps1/squares.ipynb"]
