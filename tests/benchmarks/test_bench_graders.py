"""What the benchmark of graders hands to each of them, and what it says of the figures."""

from __future__ import annotations

from pathlib import Path

from benchmarks.exercises import LIGHT
from benchmarks.graders import long_run, otter, rush, side_by_side
from benchmarks.graders.course import Course, make_course
from benchmarks.graders.side_by_side import Spent
from benchmarks.sessions.figures import Spread


def test_every_student_has_the_answers_and_no_hidden_test(tmp_path: Path) -> None:
    course = make_course(tmp_path / "course", LIGHT, students=2)
    sources = ["".join(cell["source"]) for cell in course.submission("student1")["cells"]]
    for handed_in, (source, grade_id, points) in zip(sources, LIGHT.cells, strict=True):
        if points:
            assert "HIDDEN" in source
            assert "HIDDEN" not in handed_in, grade_id
        else:
            assert handed_in == source


def test_otters_tests_have_every_line_of_ours(tmp_path: Path) -> None:
    folder = otter._tests(LIGHT, tmp_path / "tests")
    found: dict[str, object] = {}
    exec((folder / "test_prime.py").read_text(), found)
    assert "assert not is_prime(91)" in str(found["test"])
    assert sorted(place.stem for place in folder.iterdir()) == ["test_prime", "test_words"]


def test_a_test_of_several_lines_is_a_doctest() -> None:
    source = "for n in (1, 2):\n    assert n\n### BEGIN HIDDEN TESTS\nassert 3"
    assert otter._as_doctest(source) == ">>> for n in (1, 2):\n...     assert n\n>>> assert 3"


def test_targets_are_told_as_met_or_missed() -> None:
    cells, theirs = Spread((5.0,)), [Spent(0, 2200), Spent(0, 2300)]
    told = side_by_side._verdict(LIGHT, [Spent(0, 35)], theirs, cells)
    assert "alone: met (30 ms)" in told
    assert "nbgrader: met (64 times)" in told
    told = side_by_side._verdict(LIGHT, [Spent(0, 40)], theirs, cells)
    assert "alone: **missed** (35 ms)" in told
    assert "nbgrader: **missed** (56 times)" in told


def test_a_run_that_gets_slower_is_told(tmp_path: Path) -> None:
    course = Course(tmp_path, LIGHT, ("a",) * 200)
    section = rush._section(course, 60, 119, [50.0] * 100 + [60.0] * 100, 300, is_whole=True)
    assert "all marked 60 s after the last: met" in section
    assert "at most 400 MiB a worker: met" in section
    assert "**missed** (1.20)" in section


def test_marks_that_differ_are_told(tmp_path: Path) -> None:
    course = Course(tmp_path, LIGHT, ("a",) * 20)
    section = rush._section(course, 0, 10, [5.0] * 20, 500, is_whole=False)
    assert "| **no** |" in section
    assert "at most 400 MiB a worker: **missed**" in section


def test_a_worker_that_grows_over_a_long_time_is_told() -> None:
    flat = [long_run.Part(end, 50.0, 20.0, 130.0, 160.0) for end in (1000, 2000)]
    told = long_run.section(flat, in_gradebook=2000)
    assert "| to 2,000 | 50 | 20 | 130 | 160 |" in told
    assert "Targets: all marked: met; at most 400 MiB a worker: met; flat cost" in told
    assert "met (1.00)" in told
    grown = [*flat, long_run.Part(3000, 60.0, 30.0, 390.0, 420.0)]
    told = long_run.section(grown, in_gradebook=2999)
    assert "at most 400 MiB a worker: **missed**" in told
    assert "**missed** (1.20)" in told
    assert "full marks: 2,999. Targets: all marked: **missed**" in told
