"""A course's own server: formgrader works, and no learner's code runs in it or in the browser."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
import pytest

from officina_widgets.client import PortalClient

COURSE = "first-steps"
# nbgrader 0.9.6 with SQLAlchemy 2.1; harmless, the row is added by another way.
pytestmark = pytest.mark.filterwarnings(
    "ignore:Object of type <Submitted[A-Za-z]+> not in session:sqlalchemy.exc.SAWarning"
)
AUTOGRADE = "formgrader/api/submission/hello/ada/autograde"


@pytest.fixture
def course_with_submission(
    course_home: Path, portal: Any, tar_of: Callable[[dict[str, bytes]], io.BytesIO]
) -> Path:
    with PortalClient(portal.url, "token-ada") as client:
        client.submit(COURSE, "hello", tar_of({"hello.ipynb": b"{}"}))
    return course_home


async def test_autograde_goes_to_the_queue_whoever_was_loaded_first(
    course_with_submission: Path, portal: Any, serve: Any
) -> None:
    server = await serve("course")
    answer = json.loads((await server.ask(AUTOGRADE, method="POST", body="")).body)
    assert answer["success"] is True
    assert "in the grading queue" in answer["log"]
    assert portal.calls[-1] == "POST submissions/s1/regrade"
    assert not (course_with_submission / "autograded").exists()


async def test_autograde_wins_also_over_handlers_that_come_later(
    course_with_submission: Path, portal: Any, serve: Any
) -> None:
    from nbgrader.server_extensions.formgrader import formgrader

    server = await serve("course")
    formgrader.load_jupyter_server_extension(server.app)
    answer = json.loads((await server.ask(AUTOGRADE, method="POST", body="")).body)
    assert "in the grading queue" in answer["log"]


async def test_autograde_of_nothing_says_so(course_home: Path, serve: Any) -> None:
    server = await serve("course")
    answer = json.loads((await server.ask(AUTOGRADE, method="POST", body="")).body)
    assert answer == {
        "success": False,
        "error": "ada has no submission of hello on the portal, so there is nothing to grade. "
        "Check the names on your page of the course.",
    }


async def test_autograde_needs_a_login(course_home: Path, portal: Any, serve: Any) -> None:
    server = await serve("course")
    answer = await server.ask(
        AUTOGRADE, method="POST", body="", headers={"Authorization": "token wrong"}
    )
    assert answer.code == 403
    assert portal.calls == []


async def test_formgrader_lists_the_released_exercise(course_home: Path, serve: Any) -> None:
    (course_home / "source" / "hello").mkdir(parents=True)
    server = await serve("course")
    (exercise,) = json.loads((await server.ask("formgrader/api/assignments")).body)
    assert (exercise["name"], exercise["status"]) == ("hello", "released")
    page = (await server.ask("formgrader/manage_assignments")).body.decode()
    assert COURSE in page


async def test_formgrader_collects_and_unreleases(
    course_with_submission: Path, portal: Any, serve: Any
) -> None:
    server = await serve("course")
    for action in ("collect", "release_feedback", "unrelease"):
        answer = await server.ask(
            f"formgrader/api/assignment/hello/{action}", method="POST", body=""
        )
        assert json.loads(answer.body)["success"] is True, action
    assert (course_with_submission / "submitted/ada/hello/hello.ipynb").is_file()
    assert portal.files == {}


class Actions(HTMLParser):
    """Collects whatever of a page would run in a browser."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_script = tag == "script"
        for name, value in attrs:
            is_link = name in {"href", "src", "action", "formaction", "data", "srcdoc"}
            if name.startswith("on") or (is_link and (value or "").startswith("javascript")):
                self.found.append(f"{name}={value}")

    def handle_endtag(self, tag: str) -> None:
        self._in_script = False

    def handle_data(self, data: str) -> None:
        if self._in_script:
            self.found.append(data)


def evil_notebook() -> Any:
    evil = "<img src=x onerror=alert(1)><script>alert(2)</script><b>bold</b>"
    data = {
        "text/html": evil + "<table><tr><td>kept</td></tr></table>",
        "image/svg+xml": f"<svg onload=alert(3)>{evil}</svg>",
        "application/javascript": "alert(4)",
        "text/plain": "plain",
    }
    image = {"image/png": "iVBORw0KGgo="}
    sizes = {"image/png": {"width": "1 onload=alert(6)", "height": 7}}
    outputs = [
        nbformat.v4.new_output("display_data", data),
        nbformat.v4.new_output("display_data", image, metadata=sizes),
        nbformat.v4.new_output("stream", name="stdout", text=evil),
        nbformat.v4.new_output("error", ename=evil, evalue=evil, traceback=[evil]),
    ]
    marking = {
        "grade": True,
        "solution": True,
        "points": 1,
        "grade_id": 'x" onfocus="alert(7)',
        "cell_type": "code",
        "schema_version": 3,
        "locked": False,
        "task": False,
    }
    cells = [
        nbformat.v4.new_markdown_cell(f"{evil} [x](javascript:alert(5))"),
        nbformat.v4.new_markdown_cell("**an honest answer**"),
        nbformat.v4.new_code_cell("1", outputs=outputs, metadata={"nbgrader": marking}),
        nbformat.v4.new_raw_cell(evil),
    ]
    widgets = {"application/vnd.jupyter.widget-state+json": {"x": "</script><script>alert(8)"}}
    return nbformat.v4.new_notebook(cells=cells, metadata={"widgets": widgets})


async def test_what_a_learner_made_shows_in_formgrader_and_nothing_of_it_runs(
    course_home: Path, serve: Any
) -> None:
    submission_id = graded(course_home, evil_notebook())
    server = await serve("course")
    answer = await server.ask(f"formgrader/submissions/{submission_id}/")
    page = answer.body.decode()
    actions = Actions()
    actions.feed(page)
    assert answer.code == 200
    assert [action for action in actions.found if "alert(" in action] == []
    for shown in ("<strong>an honest answer</strong>", "<td>kept</td>", "height="):
        assert shown in page


async def test_a_submission_in_formgrader_loads_nothing_from_elsewhere(
    course_home: Path, serve: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import officina_widgets

    monkeypatch.setenv("JUPYTER_PATH", str(Path(officina_widgets.__file__).parent / "jupyter_data"))
    submission_id = graded(course_home, evil_notebook())
    server = await serve("course")
    page = (await server.ask(f"formgrader/submissions/{submission_id}/")).body.decode()
    loaded = re.findall(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=[\"']?([^\"' >]+)", page)
    assert any(address.startswith("/") for address in loaded)
    assert [address for address in loaded if "//" in address and "data:" not in address] == []
    assert "MathJax" not in page


def graded(home: Path, notebook: Any) -> str:
    """A graded notebook in the gradebook and on the disk; returns its id in formgrader."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{home}/gradebook.db", COURSE) as gradebook:
        gradebook.add_assignment("hello")
        gradebook.add_notebook("hello", "hello")
        gradebook.add_student("ada")
        submission = gradebook.add_submission("hello", "ada")
        submission_id = str(submission.notebooks[0].id)
    place = home / "autograded/ada/hello/hello.ipynb"
    place.parent.mkdir(parents=True)
    nbformat.write(notebook, place)
    return submission_id
