"""A byte order mark changes nothing in any text of a course, and other encodings are told."""

import codecs
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from officina_courses.check import CHECKS, GATE_CHECKS
from officina_courses.checks.subject import read_subject
from officina_courses.model import Finding
from officina_courses.renaming import rename_course
from officina_courses.scaffold import new_course
from officina_courses.translations.folder import translate_course

EXERCISE = "source/01-first-steps"
WRONG = "wrong/01-first-steps/first-steps/forgets-to-divide.py"
TEXTS = {  # and what a check calls one that it cannot read
    "course.toml": "OFF001",
    "environment.lock": "OFF008",
    WRONG: "OFF122",
    f"{EXERCISE}/data-about.md": "OFF150",
    f"{EXERCISE}/first-steps.py": "OFF071",
    "translations/de/course.po": "OFF090",
    "translations/de/01-first-steps/first-steps.po": "OFF090",
}


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("utf8") / "good"
    new_course(folder, course_id="good", title="Good", authors=["Officina contributors"])
    (folder / EXERCISE / "loaves.csv").write_text("a,b\n1,2\n")
    about = "loaves.csv was made by hand for this course. Licence: CC-BY-4.0\n"
    (folder / EXERCISE / "data-about.md").write_text(about)
    (folder / "environment.lock").write_text("torch==2.13.0\n")
    translate_course(folder, "de")
    return folder


@pytest.fixture
def course(good: Path, tmp_path: Path) -> Path:
    return shutil.copytree(good, tmp_path / "course")


def found_in(folder: Path) -> list[Finding]:
    subject = read_subject(folder)
    return [finding for check in (*CHECKS, *GATE_CHECKS) for finding in check(subject)]


def change(folder: Path, path: str, how: Callable[[bytes], bytes]) -> None:
    (folder / path).write_bytes(how((folder / path).read_bytes()))


def test_a_byte_order_mark_changes_nothing(course: Path) -> None:
    before = found_in(course)
    for path in TEXTS:
        change(course, path, lambda data: codecs.BOM_UTF8 + data)
    assert found_in(course) == before
    assert rename_course(course, "better").id == "better"


@pytest.mark.parametrize(("path", "code"), list(TEXTS.items()))
def test_a_text_in_latin_1_is_told_with_its_byte_and_what_to_do(
    course: Path, path: str, code: str
) -> None:
    change(course, path, lambda data: data + b"# Gr\xf6\xdfe\n")
    (told,) = [found for found in found_in(course) if "0xF6" in found.message]
    assert (told.code, told.path) == (code, path)
    assert "is not UTF-8; save the file as UTF-8 in your editor" in told.message


def test_a_solution_in_a_text_of_another_encoding_is_found(course: Path) -> None:
    text = "See:\nreturn sum(numbers) / len(numbers)\n"
    (course / EXERCISE / "notes.txt").write_bytes(text.encode("utf-16"))
    assert "OFF042" in {found.code for found in found_in(course)}
