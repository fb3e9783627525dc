"""Courses from strangers with links, pipes and odd files in them: told, and never opened."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from officina_courses.brought_outputs import read_outputs
from officina_courses.check import CHECKS, GATE_CHECKS
from officina_courses.checks.subject import read_subject
from officina_courses.environments.lock import read_lock
from officina_courses.errors import CourseError
from officina_courses.model import Finding
from officina_courses.scaffold import new_course
from officina_courses.sources.folder import build_course

WRONG = "wrong/01-first-steps/first-steps"
SECRET = "quite-secret==1"


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("good") / "a-course"
    new_course(folder, course_id=folder.name, title="A course")
    build_course(folder)
    return folder


@pytest.fixture
def course(good: Path, tmp_path: Path) -> Path:
    return shutil.copytree(good, tmp_path / "a-course")


def findings(folder: Path) -> list[Finding]:
    subject = read_subject(folder)
    return [found for check in (*CHECKS, *GATE_CHECKS) for found in check(subject)]


def texts(folder: Path) -> set[tuple[str, str]]:
    return {(found.code, found.path) for found in findings(folder)}


@pytest.mark.parametrize("is_folder", [False, True], ids=["a file", "its folder"])
def test_a_link_below_the_wrong_answers_is_told_and_not_followed(
    course: Path, tmp_path: Path, is_folder: bool
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "z.py").write_text("# %% secret\n")
    place = course / WRONG / ("z.py" if not is_folder else "")
    if is_folder:
        place = course / "wrong/01-first-steps/other"
    place.symlink_to(elsewhere if is_folder else elsewhere / "z.py")
    found = texts(course)
    assert ("OFF013", place.relative_to(course).as_posix()) in found
    assert "OFF122" not in {code for code, _ in found}


@pytest.mark.parametrize("name", ["environment.lock", "outputs.json"])
def test_a_link_in_the_place_of_a_courses_own_file_is_told_and_not_read(
    course: Path, tmp_path: Path, name: str
) -> None:
    (tmp_path / "elsewhere").write_text(SECRET)
    (course / name).unlink(missing_ok=True)
    (course / name).symlink_to(tmp_path / "elsewhere")
    found = findings(course)
    assert ("OFF013", name) in {(each.code, each.path) for each in found}
    with pytest.raises(CourseError, match="is a link"):
        read_lock(course) if name == "environment.lock" else read_outputs(course)
    assert not any("quite-secret" in each.message for each in found)


def test_a_wrong_answer_of_any_length_is_not_read_whole(course: Path) -> None:
    with (course / WRONG / "z.py").open("wb") as file:
        file.truncate(5 << 30)
    [told] = [each for each in findings(course) if each.code == "OFF122"]
    assert "bytes" in told.message


def test_a_wrong_answer_that_is_no_python_is_told_with_its_line(course: Path) -> None:
    wrong = next((course / WRONG).glob("forgets*.py"))
    text = wrong.read_text()
    wrong.write_text(text.replace("def ", "def def ", 1))
    [told] = [each for each in findings(course) if each.code == "OFF122"]
    line = 1 + text[: text.index("def ")].count("\n")
    assert (told.path, told.line) == (wrong.relative_to(course).as_posix(), line)
    assert "is no Python: invalid syntax" in told.message


def test_a_wrong_answer_may_be_no_python_on_purpose(course: Path) -> None:
    wrong = next((course / WRONG).glob("forgets*.py"))
    text = wrong.read_text().replace("def ", "def def ", 1)
    wrong.write_text(text.replace('answer="', 'tags=["raises-exception"] answer="'))
    assert "OFF122" not in {code for code, _ in texts(course)}


def test_a_request_with_a_number_that_nobody_could_write_is_told(course: Path) -> None:
    source = course / "source/01-first-steps/first-steps.py"
    number = f"0x{'F' * 5000}"
    with source.open("a") as file:
        file.write(
            f'\n# %%\nimport urllib.request\nurllib.request.urlopen("https://a.b", {number})\n'
        )
    build_course(course)
    [told] = [each for each in findings(course) if each.code == "OFF151"]
    assert "urlopen(…)" in told.message


@pytest.mark.sandbox
def test_a_course_without_exercises_is_not_called_passed(course: Path) -> None:
    text = (course / "course.toml").read_text()
    head, _, rest = text.partition("[[exercises]]")
    _, environment, rest = rest.partition("[environment]")
    (course / "course.toml").write_text(
        head.replace("id = ", "exercises = []\nid = ", 1) + environment + rest
    )
    for name in ("source", "wrong"):
        shutil.rmtree(course / name)
    done = subprocess.run(
        [sys.executable, "-m", "officina_hub.cli", "course", "check", course, "--gates", "--json"],
        capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip
    gates: dict[str, Any] = {gate["id"]: gate for gate in json.loads(done.stdout)["gates"]}
    tried = {gates[name]["state"] for name in ("G1", "G2", "G4", "G5", "G6", "G14")}
    assert tried == {"skipped"}
    assert "has no notebook that could be run" in gates["G1"]["note"]
    assert done.returncode == 1
