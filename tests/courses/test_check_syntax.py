"""A cell that is no Python is found by reading, at its line; what IPython takes is left alone."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from officina_courses.check import check_course, format_finding
from officina_courses.checks.profiles import check_profiles
from officina_courses.checks.python_code import no_python
from officina_courses.checks.subject import read_subject
from officina_courses.scaffold import new_course
from officina_courses.sources.folder import build_course
from officina_hub.cli.main import cli

SOURCE = "source/01-first-steps/first-steps.py"
SetCells = Callable[..., None]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    new_course(tmp_path / "c", course_id="c", title="C", authors=["Officina contributors"])
    return tmp_path / "c"


def spoil(folder: Path, old: str, new: str) -> int:
    """The number of the line that is another one now."""
    path = folder / SOURCE
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    build_course(folder)
    return path.read_text()[: path.read_text().index(new)].count("\n") + 1


def test_a_solution_that_is_no_python_is_found_without_the_gates(course: Path) -> None:
    line = spoil(course, "    return sum(numbers) / len(numbers)", "    return sum(numbers /")
    told = CliRunner().invoke(cli, ["course", "check", str(course)])
    assert told.exit_code == 1
    assert f"{SOURCE}:{line}:mean: error OFF065:" in told.output
    assert "'(' was never closed" in told.output
    assert "c cannot be published yet: 1 error, 5 warnings" in told.output


def test_parameters_that_no_run_can_set_are_told_without_the_gates(course: Path) -> None:
    line = spoil(course, "seed: int = 1", 'seed: int = int("1")')
    (finding,) = (each for each in check_course(course).findings if each.code == "OFF066")
    assert format_finding(finding).startswith(f"{SOURCE}:{line}:parameters: warning OFF066:")
    assert "a default that has to be computed" in finding.message


def test_parameters_that_are_no_python_are_told_once_and_at_their_line(course: Path) -> None:
    line = spoil(course, "seed: int = 1", "seed: int = = 1")
    (finding,) = (each for each in check_course(course).findings if each.severity == "error")
    assert format_finding(finding).startswith(f"{SOURCE}:{line}:parameters: error OFF065:")
    told = json.loads(
        CliRunner().invoke(cli, ["course", "check", str(course), "--gates", "--json"]).stdout
    )
    findings = [finding for gate in told["gates"] for finding in gate["findings"]]
    (profile,) = (each for each in findings if each["code"] == "OFF200")
    assert (profile["path"], profile["line"]) == (SOURCE, line)
    assert "The parameters cell, line 1, is no Python: invalid syntax." in profile["message"]


def test_a_default_that_has_to_be_computed_is_told_once_and_at_its_cell(course: Path) -> None:
    spoil(course, "days: int = 30", "days: int = len([30])")
    (finding,) = check_profiles(read_subject(course))
    assert (finding.cell, finding.line) == ("cell 2", 2)
    assert "line 2, gives days a default that has to be computed" in finding.message


@pytest.mark.parametrize(
    ("kernelspec", "metadata", "codes"),
    [
        ({"name": "ir", "language": "R", "display_name": "R"}, {}, {"OFF022"}),
        ({"name": "python3", "language": "python"}, {"tags": ["raises-exception"]}, set()),
        ({"name": "python3", "language": "python"}, {}, {"OFF065"}),
    ],
    ids=["R", "on purpose", "Python"],
)
def test_another_language_and_an_error_on_purpose_are_left_alone(
    course_folder: Path, kernelspec: Any, metadata: Any, codes: set[str]
) -> None:
    path = course_folder / "source/ps1/squares.ipynb"
    content = json.loads(path.read_text())
    content["metadata"]["kernelspec"] = kernelspec
    content["cells"][1:1] = [
        {"cell_type": "code", "source": "x <- c(1, 2) %>% sum", "metadata": metadata,
         "outputs": [], "execution_count": None}
    ]  # fmt: skip
    path.write_text(json.dumps(content))
    assert {finding.code for finding in check_course(course_folder).findings} == codes


@pytest.mark.parametrize(
    "text",
    [
        "%matplotlib inline\nx = (1\n     % 2)",
        "files = !ls *.txt\nif files:\n    !ls -l \\\n      it's\n    %time len(files)",
        "len?\n?len\nlen??",
        "  indented = 1\n  as_a_whole = 2",
        "%%time\nx = 1",
        "%%bash\nif [ -e a ]; then ls; fi",
        ">>> copied = 1",
        "value = await something()",
        "# why?\nx = 'well?'",
        "",
    ],
)
def test_what_ipython_takes_is_python(text: str) -> None:
    assert no_python(text) is None


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("%matplotlib inline\n\ndef f(:\n    pass", 3, "invalid syntax"),
        ("%%time\nx ==", 2, "invalid syntax"),
        ("def f():\nreturn 1", 2, "expected an indented block after function definition on line 1"),
        ("x = 1\nreturn x", 2, "'return' outside function"),
        ("x = 1\ny = \0", 2, "it has a NUL character"),
    ],
)
def test_what_it_does_not_take_is_told_with_its_line(text: str, line: int, what: str) -> None:
    assert no_python(text) == (line, what)
