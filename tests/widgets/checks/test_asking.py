"""Checks from the notebook side: what is sent, how one waits, and what is said."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import officina_widgets
from officina_widgets.check_wire import CheckOut
from officina_widgets.checks.asking import begin, check, follow
from officina_widgets.checks.place import exercise_at
from officina_widgets.checks.report import CheckReport
from officina_widgets.client import PortalClient
from officina_widgets.errors import NotFound, TooLarge
from officina_widgets.material import fetch_material

COURSE = "first-steps"
REPORT = """\
Check of first-steps/hello: 1 of 2 tested tasks passed. Nothing was handed in.
hello.ipynb
  Some cells were moved; they were run in the order of your notebook.
  + test_sum: passed (0.01 s)
  - The mean, part 2 of 2 [test_mean]: not passed (0.02 s)
      The test did not pass (AssertionError).
      AssertionError
      The test wants something else.
      Expected: 2.5
      Got:      2
      Hint: Division of whole numbers has two signs.
  . essay: a person marks it
  - cell 3: NameError: name 'totl' is not defined
      A name is used that no cell above has given a value.
Hidden tests are only run when you submit."""


@pytest.fixture
def fetched(ada: Path, portal: Any) -> Path:
    with PortalClient(portal.url, "token-ada") as client:
        return fetch_material(client, ada, COURSE, "hello").folder


def test_the_exercise_is_found_from_wherever_in_it_one_is(fetched: Path, ada: Path) -> None:
    (fetched / "data").mkdir()
    for place in (fetched, fetched / "hello.ipynb", fetched / "data"):
        found = exercise_at(place, ada)
        assert found is not None
        assert (found.course_id, found.exercise_id) == (COURSE, "hello")


def test_other_places_are_no_exercise(fetched: Path, ada: Path) -> None:
    (ada / COURSE / "mine").mkdir()
    places = (ada, ada / COURSE, ada / COURSE / "mine", ada / "a" / "b c;", Path("/etc/passwd"))
    assert [exercise_at(place, ada) for place in places] == [None] * len(places)


def test_what_is_sent_is_what_would_be_submitted(fetched: Path, portal: Any) -> None:
    (fetched / "hello.ipynb").write_text("mine")
    (fetched / "notes.txt").write_text("too")
    (fetched / ".ipynb_checkpoints").mkdir()
    (fetched / ".ipynb_checkpoints/hello.ipynb").write_text("old")
    check(fetched)
    assert portal.checked == [{"hello.ipynb": b"mine", "notes.txt": b"too"}]
    assert portal.submissions == []


def test_each_state_is_told_once_until_nothing_more_comes(fetched: Path, portal: Any) -> None:
    done = portal.check_states[0]
    running = CheckOut.model_validate({**done.model_dump(), "state": "running", "result": None})
    portal.check_states = [running, running, done]
    told: list[str] = []
    with PortalClient(portal.url, "token-ada") as client:
        begun = begin(client, fetched, fetched.parents[1])
        assert follow(client, begun, lambda seen: told.append(seen.state)) == done
    assert told == ["running", "done"]


def test_the_report_is_a_text_that_tells_all(fetched: Path, portal: Any) -> None:
    report = officina_widgets.check(fetched)
    assert repr(report) == REPORT
    assert not report.is_passed


def test_in_a_notebook_it_is_the_folder_one_is_in(
    fetched: Path, portal: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(fetched)
    assert officina_widgets.check().check.exercise_id == "hello"


def test_why_nothing_was_run_is_told(portal: Any) -> None:
    done = portal.check_states[0].model_dump()
    failed = {**done, "state": "failed", "message": "It was given up.", "result": None}
    report = CheckReport(CheckOut.model_validate(failed))
    assert "It was given up. Nothing was handed in." in repr(report)
    assert not report.is_passed


def test_a_folder_of_no_exercise_is_told(ada: Path) -> None:
    with pytest.raises(NotFound, match="Open the exercise from its course page"):
        check(ada)


def test_too_much_is_not_sent(fetched: Path, portal: Any) -> None:
    for number in range(1001):
        (fetched / f"{number}.txt").write_text("")
    with pytest.raises(TooLarge, match="1002 files"):
        check(fetched)
    assert portal.checked == []


def test_the_package_is_imported_without_what_a_check_needs() -> None:
    code = (
        "import sys, officina_widgets;"
        "sys.exit(len({'requests', 'nbgrader', 'pydantic'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
