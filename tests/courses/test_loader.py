"""course.toml: what is wrong is told with file, line or key, value found, values allowed."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from officina_courses.errors import CourseFileError
from officina_courses.loader import load_course, parse_course

GOOD = """\
id = "demo"
title = "A demo"
version = "1.0.0"
summary = "Shows a course."
minutes = 30
licence = "CC-BY-4.0"

[[authors]]
name = "Ada"

[[exercises]]
id = "ps1"
title = "First"

[[exercises]]
id = "ps2"
title = "Second"
minutes = 20
"""


def refusal(text: str) -> CourseFileError:
    with pytest.raises(CourseFileError) as caught:
        parse_course(text, file="demo/course.toml")
    return caught.value


def test_a_good_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "course.toml").write_text("\ufeff" + GOOD, encoding="utf-8")
    course = load_course(tmp_path)
    assert course.exercise("ps2").minutes == 20
    assert course.level == "beginner"


def test_a_folder_without_the_file_is_told_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(CourseFileError, match=r"has no course\.toml.*officina course import"):
        load_course(tmp_path)
    with pytest.raises(CourseFileError, match="There is no folder"):
        load_course(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("old", "new", "line", "found", "allowed"),
    [
        ('"1.0.0"', '"1.0"', 3, '"1.0"', "three numbers"),
        ('id = "demo"', 'id = "My Demo"', 1, '"My Demo"', "lower-case letters, digits and hyphens"),
        ("minutes = 30", "minutes = 0", 5, "0", "greater than or equal to 1"),
        ("minutes = 30", 'minutes = "long"', 5, '"long"', "integer"),
        ('title = "Second"', 'titel = "Second"', 17, '"Second"', r"did you mean title\?"),
        ('title = "Second"', "", 15, "nothing", "must not be left out"),
        ("minutes = 20", "deadline = 2026-05-31T18:00:00", 18, "2026-05-31", "with its zone"),
        ('id = "ps2"', 'id = "../ps2"', 16, r'"\.\./ps2"', "name of its folder below source"),
        ('summary = "S', 'level = "hard"\nsummary = "S', 4, '"hard"', "'beginner', 'intermediate'"),
        ('name = "Ada"', 'name = "Ada"\norcid = "1"', 10, '"1"', "0000-0002-1825-0097"),
    ],
)
def test_a_wrong_value_is_told_with_its_place(
    old: str, new: str, line: int, found: str, allowed: str
) -> None:
    error = refusal(GOOD.replace(old, new))
    assert line in [problem.line for problem in error.problems]
    with pytest.raises(CourseFileError, match=rf"(?s)demo/course\.toml.*{found}.*{allowed}"):
        raise error


def test_all_wrong_places_are_told_at_once() -> None:
    error = refusal(GOOD.replace('"1.0.0"', '"1"').replace("minutes = 20", "minutes = -1"))
    assert [problem.key for problem in error.problems] == ["version", "exercises[2].minutes"]
    assert "2 places" in str(error)


def test_an_exercise_given_twice_is_told() -> None:
    assert "found twice: ps1" in str(refusal(GOOD.replace('"ps2"', '"ps1"')))


def test_a_missing_key_of_the_course_has_no_line() -> None:
    assert refusal(GOOD.replace('licence = "CC-BY-4.0"\n', "")).problems[0].line is None


def test_what_is_no_toml_is_told_with_its_line() -> None:
    assert "line 2" in str(refusal(GOOD.replace('"A demo"', '"A demo')))
    assert "not TOML" in str(refusal("a = " + "[" * 5000))


def test_a_file_that_is_not_utf8_or_huge_is_told(tmp_path: Path) -> None:
    (tmp_path / "course.toml").write_bytes('title = "Übung"'.encode("latin-1"))
    with pytest.raises(CourseFileError, match="byte 10 of the file, 0xDC in line 1, is not UTF-8"):
        load_course(tmp_path)
    (tmp_path / "course.toml").write_bytes(b"#" * 2_000_000)
    with pytest.raises(CourseFileError, match="2000000 bytes"):
        load_course(tmp_path)


def test_reading_courses_imports_nothing_heavy() -> None:
    program = (
        "import sys, officina_courses.loader, officina_courses.notebooks, officina_courses.archive;"
        "print({'nbgrader', 'papermill', 'nbformat', 'IPython', 'tornado'} & set(sys.modules))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "set()"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"A demo"', '"A\\u0000demo"', "U+0000"),
        ('"A demo"', '"A \\u202Eomed"', "U+202E"),
        ('"Shows a course."', '"Shows\\u2067 a course."', "U+2067"),
        ('"Ada"', '"A\\u001bda"', "U+001B"),
        ("minutes = 30", 'minutes = 30\nobjectives = ["a\\nb"]', "U+000A"),
        ("minutes = 30", 'minutes = 30\ndescription = "a\\u0000b"', "U+0000"),
        ("minutes = 20", "minutes = 20\ndeadline = 9999-12-31T23:59:59Z", "between 2000 and 2100"),
        ("minutes = 20", "minutes = 20\ndeadline = 1800000000", "a bare number"),
    ],
)
def test_what_no_page_could_show_is_refused(old: str, new: str, told: str) -> None:
    with pytest.raises(CourseFileError) as caught:
        parse_course(GOOD.replace(old, new, 1))
    assert told in str(caught.value)
    assert not any(mark in str(caught.value) for mark in "\0\x1b\u202e\u2067")


def test_markdown_keeps_its_lines() -> None:
    text = "one\\n\\ttwo\\r\\n"
    course = parse_course(GOOD.replace("minutes = 30", f'minutes = 30\ndescription = "{text}"', 1))
    assert course.description == "one\n\ttwo\r\n"


OWN = '[environment]\npackages = ["pandera >= 0.35", "numpy==2.0.2"]\n'


def test_packages_of_its_own_give_a_course_a_kernel_named_after_it():
    environment = parse_course(f"{GOOD}\n{OWN}").environment
    assert environment.kernel == "demo"
    assert environment.packages == ("pandera>=0.35", "numpy==2.0.2")
    assert parse_course(f'{GOOD}\n{OWN}kernel = "shared"\n').environment.kernel == "shared"


@pytest.mark.parametrize(
    "line",
    [
        'packages = ["pandera @ https://example.org/pandera.whl"]',
        'packages = ["./pandera"]',
        'packages = ["--index-url=https://example.org"]',
        'packages = ["pandera\\n-e ."]',
        'packages = ["pandera"]\nkernel = "python3"',
        'packages = ["pandera"]\nkernel = "../elsewhere"',
    ],
)
def test_what_is_no_name_of_a_package_or_kernel_is_told_with_its_line(line):
    with pytest.raises(CourseFileError, match=r"line 2[01], key environment") as refused:
        parse_course(f"{GOOD}\n[environment]\n{line}\n")
    assert "the name of a package as an index has it" in str(refused.value) or (
        "packages need a kernel of their own" in str(refused.value)
    )


DEEP = {
    "a key of many names": "a." * 40_000 + "b = 1\n",
    "quoted names": '"a" . ' * 40_000 + "b = 1\n",
    "tables in tables": ("a." * 30 + "b = {") * 200 + "c = 1" + "}" * 200,
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_what_is_nested_without_end_is_refused_at_once(text: str) -> None:
    """The parser takes the square of the names of a key, and Python shows no value that deep."""
    began = time.process_time()
    with pytest.raises(CourseFileError):
        parse_course(text)
    assert time.process_time() - began < 1


@pytest.mark.parametrize("number", ["9" * 5000, "0x" + "F" * 5000], ids=["decimal", "hexadecimal"])
def test_a_number_beyond_toml_is_refused_in_words(number: str) -> None:
    """Python neither reads the first nor writes the second, and ends in a ValueError."""
    for place in ("x = {}", "[environment]\nmemory_mib = [[{{ a = {} }}]]"):
        told = refusal(f"{GOOD}\n{place.format(number)}\n")
        assert "needs more than the 64 bits that TOML has" in str(told)


def test_a_text_full_of_dots_is_a_text() -> None:
    dotted = " . ".join("abcdefghijklmnopqrstuvwxyz")
    assert parse_course(GOOD.replace("Shows a course.", dotted)).summary == dotted
