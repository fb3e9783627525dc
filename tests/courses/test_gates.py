"""The gates find each of the faults that are planted here, and let the template through."""

# ruff: noqa: E501 - a table of faults is read line by line
from __future__ import annotations

import base64
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from foreign_outputs import ForeignOutputs

from officina_courses.check import CHECKS, GATE_CHECKS, check_course, check_tests
from officina_courses.checks.codes import CODES
from officina_courses.checks.environment import check_built
from officina_courses.checks.subject import read_subject
from officina_courses.environments.folder import RECORD, EnvironmentsFolder, Record
from officina_courses.environments.lock import parse_lock
from officina_courses.gates.cell_place import place_of
from officina_courses.gates.table import GATES
from officina_courses.grading.errors import ReleaseLeaks
from officina_courses.loader import load_course
from officina_courses.model import Finding
from officina_courses.notebooks import parse_notebook
from officina_courses.release import prepare_exercise
from officina_courses.scaffold import new_course
from officina_courses.sources.folder import build_course

SOURCE = "source/01-first-steps/first-steps.py"
NOTEBOOK = "source/01-first-steps/first-steps.ipynb"
WRONG = "wrong/01-first-steps/first-steps"
HIDDEN = 'assert mean([4]) == 4, "The mean of one number is that number"'
Fault = Callable[[Path], object]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gates") / "good"
    new_course(folder, course_id="good", title="Good", authors=["Officina contributors"])
    return folder


@pytest.fixture
def course(good: Path, tmp_path: Path) -> Path:
    return shutil.copytree(good, tmp_path / "course")


def found_in(folder: Path) -> list[Finding]:
    """What reading alone finds, but for the words that a trainer has to write over."""
    subject = read_subject(folder)
    findings = [finding for check in (*CHECKS, *GATE_CHECKS) for finding in check(subject)]
    return [finding for finding in findings if finding.code != "OFF007"]


def replaced(old: str, new: str, path: str = SOURCE) -> Fault:
    """Another text in one file; a source is built anew."""

    def plant(folder: Path) -> None:
        text = (folder / path).read_text()
        assert old in text
        (folder / path).write_text(text.replace(old, new, 1))
        if path == SOURCE:
            build_course(folder)

    return plant


def added(text: str) -> Fault:
    """A further cell at the end."""
    return replaced("# Use the functions", f"# {text}\n#\n# Use the functions")


def code_cell(text: str) -> Fault:
    """A further code cell."""
    return replaced(
        '# %% [markdown] id="key-points"',
        f'# %% id="more"\n{text}\n\n# %% [markdown] id="key-points"',
    )


def written(path: str, text: str) -> Fault:
    return lambda folder: (folder / path).write_text(text)


def in_notebook(change: Callable[[list[dict[str, Any]]], object]) -> Fault:
    """The notebook alone, as who edits it without its source."""

    def plant(folder: Path) -> None:
        (folder / SOURCE).unlink()
        content = json.loads((folder / NOTEBOOK).read_text())
        change(content["cells"])
        (folder / NOTEBOOK).write_text(json.dumps(content))

    return plant


STATIC: dict[str, tuple[str, Fault]] = {
    "too-few-wrong-answers": ("OFF120", lambda f: (f / WRONG / "forgets-to-divide.py").unlink()),
    "a-wrong-answer-for-no-test": ("OFF122", replaced("mean-tests", "mean-test", f"{WRONG}/forgets-to-divide.py")),
    "a-wrong-answer-without-words": ("OFF122", replaced("# Returns the sum where the mean is asked.\n", "", f"{WRONG}/forgets-to-divide.py")),
    "a-wrong-answer-to-nothing": ("OFF122", replaced('answer="mean"', 'answer="median"', f"{WRONG}/forgets-to-divide.py")),
    "no-seed": ("OFF110", replaced("seed: int = 1  # the dice that make the numbers\n", "")),
    "data-without-description": ("OFF150", written("source/01-first-steps/loaves.csv", "a,b\n1,2\n")),
    "a-request-to-the-network": ("OFF151", code_cell('import urllib.request\nurllib.request.urlopen("https://example.org/a")')),
    "a-dataset-that-is-fetched": ("OFF151", code_cell("from sklearn.datasets import fetch_openml\nfetch_openml('x')")),
    "an-import-that-nothing-brings": ("OFF160", code_cell("import surprise_package")),
    "a-line-that-pins-nothing": ("OFF008", written("environment.lock", "torch>=2\n")),
    "a-pin-for-some-machines": ("OFF008", written("environment.lock", "torch==2.13.0; python_version > '3'\n")),
    "a-pin-with-its-hash": ("OFF008", written("environment.lock", "torch==2.13.0 \\\n    --hash=sha256:00\n")),
    "no-keywords": ("OFF170", replaced('keywords = ["write keywords here"]\n', "", "course.toml")),
    "no-prerequisites": ("OFF171", replaced('prerequisites = ["Write here what learners need before"]\n', "", "course.toml")),
    "an-objective-that-is-no-doing": ("OFF172", replaced('"Write here what learners can do afterwards"', '"The basics of statistics"', "course.toml")),
    "too-much-to-read": ("OFF173", added("word " * 4000)),
    "a-very-long-cell": ("OFF174", code_cell("\n".join(f"x{n} = {n}" for n in range(70)))),
    "a-link-to-no-file": ("OFF175", added("[the table](loaves.csv)")),
    "a-link-to-no-heading": ("OFF175", added("[the end](#The-end)")),
    "a-link-that-says-here": ("OFF176", added("Look [here](https://example.org).")),
    "a-link-in-plain-http": ("OFF177", added("See [the terms](http://example.org).")),
    "a-second-title": ("OFF178", added("# Another title")),
    "no-key-points": ("OFF179", replaced("# ## Key points", "# ## In the end")),
    "a-doubled-id": ("OFF180", in_notebook(lambda cells: cells[1].update(id=cells[0]["id"]))),
    "a-test-without-points": ("OFF181", in_notebook(lambda cells: next(c for c in cells if c["id"] == "mean-tests")["metadata"]["nbgrader"].update(points=0))),
    "bold-that-poses-as-a-heading": ("OFF190", added("\n#\n# **What we learned**\n#")),
    "a-colour": ("OFF191", added('<font color="red">Important</font>')),
    "a-bold-heading": ("OFF192", added("## **Summary**")),
    "an-image-called-image": ("OFF194", added("![image](https://example.org/a.png)")),
    "an-image-without-text": ("OFF050", added("![](https://example.org/a.png)")),
    "a-plot-without-words": ("OFF195", replaced('# %% [markdown] id="question-median"', '# %% id="a-plot"\nimport matplotlib.pyplot as plt\nplt.plot(leftovers)\n\n# %% given="more"\nx = 1\n\n# %% [markdown] id="question-median"')),
    "a-hint-that-is-the-solution": ("OFF042", added("Try `return sum(numbers) / len(numbers)`.")),
    "a-solution-in-a-block-of-code": ("OFF042", added("```python\n# return sum(numbers) / len(numbers)\n# ```")),
    "a-hidden-test-in-a-data-file": ("OFF042", lambda f: (f / "source/01-first-steps/notes.txt").write_text(f"See:\n{HIDDEN}\n")),
    "a-skipped-heading": ("OFF051", added("#### Deep down")),
    "a-profile-that-does-not-fit": ("OFF200", replaced("days = 5", 'days = "many"', "course.toml")),
    "one-profile-only": ("OFF201", replaced('[profiles.cpu]\nsummary = "On a laptop"\n\n[profiles.cpu.parameters]\ndays = 30\n', "", "course.toml")),
    "an-output-that-was-left": ("OFF023", in_notebook(lambda cells: cells[1]["outputs"].append({"output_type": "stream", "name": "stdout", "text": "1"}))),
    "a-notebook-that-differs": ("OFF070", replaced("divided by how many", "over how many", NOTEBOOK)),
    "a-source-without-points": ("OFF071", lambda f: (f / SOURCE).write_text((f / SOURCE).read_text().replace(" points=1", ""))),
}  # fmt: skip


def test_the_template_has_no_fault(good: Path) -> None:
    assert found_in(good) == []


@pytest.mark.parametrize("name", STATIC)
def test_a_planted_fault_is_found_by_reading(course: Path, name: str) -> None:
    code, plant = STATIC[name]
    plant(course)
    assert code in {finding.code for finding in found_in(course)}


def test_a_doubled_id_is_found_without_the_gates(course: Path) -> None:
    STATIC["a-doubled-id"][1](course)
    (doubled,) = (each for each in check_course(course).findings if each.code == "OFF180")
    assert (doubled.path, doubled.cell, doubled.severity) == (NOTEBOOK, "cell 2", "error")


def test_a_cell_of_a_notebook_as_it_ran_is_called_as_in_the_file() -> None:
    def cell(source: str, **metadata: Any) -> dict[str, Any]:
        return {"cell_type": "code", "source": source, "metadata": metadata, "outputs": []}

    values = cell("days = 5", tags=["injected-parameters"])
    graded = cell("x = 1", nbgrader={"schema_version": 3, "grade_id": "mean", "solution": True,
        "grade": False, "locked": False, "task": False})  # fmt: skip
    cells = [cell("days = 1"), values, cell("# seen\n\nprint(days)"), graded, cell("")]
    content = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells}
    notebook = parse_notebook(json.dumps(content).encode(), name="nb.ipynb")
    assert [place_of(notebook, index) for index in range(5)] == [
        ("cell 1", "Cell 1 (days = 1)"),
        (None, "The cell with the profile's values"),
        ("cell 2", "Cell 2 (print(days))"),
        ("mean", "The cell mean"),
        ("cell 4", "Cell 4"),
    ]


@pytest.mark.parametrize(
    ("pinned", "code"),
    [("humanize==4.9.0", "OFF063"), ("humanize==4.15.0", "OFF064"), ("humanize==4.16.0", None)],
    ids=["too-old-for-the-course", "of-another-lock", "of-this-lock"],
)
def test_the_python_of_a_hub_is_compared_with_what_a_release_asks_for(
    course: Path, tmp_path: Path, pinned: str, code: str | None
) -> None:
    own = '[environment]\npackages = ["humanize>=4.12"]\n\n[profiles.smoke]'
    replaced("[profiles.smoke]", own, "course.toml")(course)
    hub = EnvironmentsFolder(tmp_path / "environments")
    hub.make()
    built = Record(key="k", lock=(pinned,), installed=(pinned,), imports=("humanize",),
        python="3.11", base_prefix="/usr", mib=1, built_at=datetime(2026, 3, 2, tzinfo=UTC))  # fmt: skip
    (hub.pythons / "k").mkdir()
    (hub.pythons / "k" / RECORD).write_text(built.model_dump_json())
    asks = load_course(course)
    hub.name_kernel("good", "k", asks)
    told = check_built(asks, parse_lock("humanize==4.16.0"), hub)
    assert [finding.code for finding in told] == ([code] if code else [])


def test_each_finding_closes_one_gate() -> None:
    codes = [code for gate in GATES for code in gate.codes if code in CODES]
    assert sorted(codes) == sorted(CODES)


RUNNING: tuple[tuple[str, Fault], ...] = (
    # One course with a fault for each gate that only running closes; each is found for itself.
    ("OFF100", replaced('== 6, "From 3 to 9 it is 6"', '== 7, "From 3 to 9 it is 7"')),
    ("OFF102", replaced('# %% [markdown] id="question-median"',
        '# %% tests="takes-anything" points=1\nassert 1 + 1 == 2\n\n# %% [markdown] id="question-median"')),
    ("OFF103", replaced('# %% [markdown] id="question-median"',
        '# %% id="uses-the-answer"\nprint(mean([1, 2]))\n\n# %% [markdown] id="question-median"')),
    ("OFF111", replaced('# %% [markdown] id="question-median"',
        '# %% tests="by-chance" points=1000000\nassert mean([1]) == 1\nimport time\ntime.time_ns() % 999983\n\n'
        '# %% [markdown] id="question-median"')),
    ("OFF121", replaced("# loses: spread-tests", "# loses: spread-tests, mean-tests",
        f"{WRONG}/last-minus-first.py")),
)  # fmt: skip


def gates_of(folder: Path, *options: str) -> tuple[int, dict[str, Any]]:
    """The command as it is used: what grades forks, and must not fork this process."""
    done = subprocess.run(
        [sys.executable, "-m", "officina_hub.cli", "course", "check", folder, "--gates", "--json", *options],
        capture_output=True, text=True, timeout=280, check=False,
    )  # fmt: skip
    assert done.stdout, done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    return done.returncode, report


def codes_of(report: dict[str, Any]) -> set[str]:
    return {finding["code"] for gate in report["gates"] for finding in gate["findings"]}


@pytest.mark.sandbox
def test_the_template_passes_all_gates_and_the_reports_say_so(course: Path, tmp_path: Path) -> None:
    junit, page, foreign = tmp_path / "gates.xml", tmp_path / "gates.html", ForeignOutputs(course)
    code, report = gates_of(course, "--outputs", "--junit", str(junit), "--report", str(page))
    foreign.check_differ_and_are_made_anew(report)
    assert [(gate["id"], gate["state"]) for gate in report["gates"]] == [
        (gate.id, "passed") for gate in GATES
    ]
    assert code == 0
    assert report["measured"][0]["points"] == report["measured"][0]["most_points"] == 8
    suite = ElementTree.parse(junit).getroot()
    assert (suite.get("failures"), suite.get("tests")) == ("0", str(len(GATES)))
    assert "14 of 14 gates passed" in page.read_text()


@pytest.mark.sandbox
def test_what_was_not_run_because_of_a_profile_is_not_called_passed(course: Path) -> None:
    replaced("days = 5", 'days = "many"', "course.toml")(course)
    _, report = gates_of(course)
    assert report["measured"] == []
    running = {gate.id for gate in GATES if gate.runs}
    states = {gate["state"] for gate in report["gates"] if gate["id"] in running}
    assert states == {"skipped"}


@pytest.mark.sandbox
def test_faults_that_only_running_shows_are_found_with_their_places(
    course: Path, tmp_path: Path
) -> None:
    for _, plant in RUNNING:
        plant(course)
    # A hidden line that learners have in another cell anyway is no leak in the feedback.
    replaced(HIDDEN, f"from fractions import Fraction\n{HIDDEN}")(course)
    code_cell("from fractions import Fraction")(course)
    # Of a class of its own, which reading does not see, so it runs beside the learner's code.
    replaced("    return count\n", "    return type('Count', (int,), {})(count)\n")(course)
    as_written = {test.cell: test.mode for test in check_tests(course)}
    code, report = gates_of(course, "--junit", str(tmp_path / "gates.xml"))
    assert {expected for expected, _ in RUNNING} <= codes_of(report)
    assert "OFF210" not in codes_of(report)
    assert code == 1
    (measured,) = report["measured"]
    assert "count-above-tests" in measured["guarded"]
    assert as_written["count-above-tests"] == "examined"
    lines = (course / SOURCE).read_text().splitlines()
    (lost,) = (
        f
        for g in report["gates"]
        for f in g["findings"]
        if f["code"] == "OFF100" and f["cell"] == "spread-tests"
    )
    assert (lost["path"], lines[lost["line"] - 1]) == (SOURCE, '# %% tests="spread-tests" points=2')
    failures = ElementTree.parse(tmp_path / "gates.xml").getroot().iter("failure")
    assert any("OFF121" in (failure.text or "") for failure in failures)
    (early,) = (f for g in report["gates"] for f in g["findings"] if f["code"] == "OFF103")
    assert (early["path"], early["cell"]) == (SOURCE, "uses-the-answer")
    number = next(
        n
        for n, cell in enumerate(json.loads((course / NOTEBOOK).read_text())["cells"], 1)
        if cell["id"] == "uses-the-answer"
    )
    said = f"Cell {number} (print(mean([1, 2]))) ends with NotImplementedError."
    assert early["message"].startswith(said)


@pytest.mark.sandbox
def test_a_notebook_that_runs_too_long_is_not_graded_version_by_version(course: Path) -> None:
    replaced("[profiles.smoke]", "[environment]\ncell_timeout_seconds = 1\n\n[profiles.smoke]",
        "course.toml")(course)  # fmt: skip
    code_cell("while True:\n    pass")(course)
    code, report = gates_of(course)
    assert code == 1
    assert codes_of(report) - {"OFF007"} == {"OFF061"}
    (measured,) = report["measured"]
    assert (measured["outcome"], measured["points"]) == ("timeout", None)
    states = {gate["id"]: gate["state"] for gate in report["gates"]}
    assert [states[name] for name in ("G1", "G2", "G3", "G5", "G6")] == [
        "skipped", "skipped", "skipped", "failed", "skipped",
    ]  # fmt: skip


@pytest.mark.parametrize("where", ["text", "attachment", "metadata"])
def test_a_hidden_test_in_the_learners_version_is_found_wherever_it_stands(
    course: Path, where: str
) -> None:
    def leak(cells: list[dict[str, Any]]) -> None:
        if where == "text":
            cells[0]["source"] = [*cells[0]["source"], f"\n\nThe trainer has: {HIDDEN}"]
        elif where == "metadata":
            cells[0]["metadata"]["note"] = HIDDEN
        else:
            text = base64.b64encode(HIDDEN.encode()).decode()
            cells[0]["attachments"] = {"a.txt": {"text/plain": text}}

    in_notebook(leak)(course)
    with pytest.raises(ReleaseLeaks, match="can be read in"):
        prepare_exercise(course, "01-first-steps")


def test_all_leaks_are_told_with_both_places_and_without_the_lines(course: Path) -> None:
    hint = "Try `return sum(numbers) / len(numbers)`."
    added(f"{hint}\n#\n# Or: {HIDDEN}")(course)
    lines = (course / SOURCE).read_text().splitlines()
    solution = next(n for n, line in enumerate(lines, 1) if line.startswith("    return sum("))
    leaks = [each for each in check_course(course).findings if each.code == "OFF042"]
    assert [lines[each.line - 1] for each in leaks if each.line] == [f"# {hint}", f"# Or: {HIDDEN}"]
    assert f"of {SOURCE}:{solution}, cell mean." in leaks[0].message
    assert not any(HIDDEN in each.message or hint[5:-2] in each.message for each in leaks)


BLOCKS = {
    # A block of code in the text, and whether a whole line of it gives an answer away.
    "a-whole-line": ("```\n# return sum(numbers) / len(numbers)\n# ```", True),
    "indented": ("Try:\n#\n#     return sum(numbers) / len(numbers)", True),
    "a-short-line-whole": ("~~~\n# return count\n# ~~~", True),
    "a-short-line-in-words": ("The end is `return count`, as always.", False),
    "a-short-line-in-a-longer-one": ("```\n# return counted\n# ```", False),
    "the-head-of-a-function": ("```python\n# def mean(numbers):\n# ```", False),
}


@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_of_code_gives_no_whole_line_away(course: Path, name: str) -> None:
    text, is_leak = BLOCKS[name]
    added(text)(course)
    (line,) = (
        line for line in text.split("\n") if "return" in line or "=" in line or "def" in line
    )
    lines = (course / SOURCE).read_text().splitlines()
    at = next(n for n, each in enumerate(lines, 1) if line in each and each.startswith("#"))
    leaks = [each for each in check_course(course).findings if each.code == "OFF042"]
    assert [(each.path, each.line) for each in leaks] == ([(SOURCE, at)] if is_leak else [])
    assert all(each.cell for each in leaks)
    if is_leak:
        with pytest.raises(ReleaseLeaks, match="can be read in"):
            prepare_exercise(course, "01-first-steps")


def test_a_block_of_code_may_show_what_stands_in_a_worked_example(course: Path) -> None:
    added("```\n# for number in numbers:\n# ```")(course)
    assert "OFF042" in {each.code for each in check_course(course).findings}
    code_cell("for number in numbers:\n    print(number)")(course)
    assert "OFF042" not in {each.code for each in check_course(course).findings}


def test_a_hint_with_a_gap_is_fine(course: Path) -> None:
    added("Try `return sum(numbers) / …`.")(course)
    assert "OFF042" not in {each.code for each in check_course(course).findings}


@pytest.mark.parametrize("where", ["attachments", "metadata"])
def test_what_a_cell_holds_beside_its_text_is_searched_without_a_release(
    course: Path, where: str
) -> None:
    text = base64.b64encode(HIDDEN.encode()).decode()
    held = {"metadata": {"note": HIDDEN}, "attachments": {"a.txt": {"text/plain": text}}}
    in_notebook(lambda cells: cells[0].update({where: held[where]}))(course)
    assert "beside its text" in next(
        each.message for each in check_course(course).findings if each.code == "OFF042"
    )
