"""``officina course …`` from an empty folder to the portal."""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from officina_hub.errors import OfficinaError
from officina_widgets.errors import NotAllowed
from officina_widgets.wire import CoursePage, CourseSummary, ReleaseOut

URL = "http://127.0.0.1:1/services/officina"
TOKEN = "t0k3n-that-nobody-sees"


@pytest.fixture
def course(officina, tmp_path) -> Path:
    folder = tmp_path / "gpu-basics"
    assert officina("course", "new", folder, "--author", "Ada").exit_code == 0
    return folder


@pytest.fixture
def token_file(tmp_path) -> Path:
    path = tmp_path / "token"
    path.write_text(TOKEN + "\n")
    return path


class PreparingPortal:
    """A portal whose releases are published when they are looked at for the second time."""

    url = URL

    def __init__(self, final: str = "published") -> None:
        self.final = final
        self.uploads: list[bytes] = []
        self.looks = 0

    def __enter__(self) -> PreparingPortal:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def publish(self, course_id: str, tar: Any, *, progress: Any = None) -> ReleaseOut:
        self.uploads.append(tar.read())
        if progress:
            progress(len(self.uploads[0]), len(self.uploads[0]))
        return self.release(1, course_id)

    def release(self, release_id: int, course_id: str = "gpu-basics") -> ReleaseOut:
        self.looks += 1
        return ReleaseOut(
            id=release_id,
            course_id=course_id,
            version="0.1.0",
            sha256="0" * 64,
            state="preparing" if self.looks == 1 else self.final,
            created_by="trainer",
            created_at=datetime.now(UTC),
        )

    def courses(self, *, search: str, limit: int) -> CoursePage:
        one = CourseSummary(
            id="gpu-basics",
            title="GPU basics",
            summary="s",
            language="en",
            level="beginner",
            minutes=20,
            licence="CC-BY-4.0",
            version="0.1.0",
            exercise_count=1,
        )
        items = (one,) if search in "gpu basics" else ()
        return CoursePage(items=items, total=len(items) * 3, limit=limit, offset=0)


@pytest.fixture
def portal(monkeypatch) -> PreparingPortal:
    made = PreparingPortal()
    monkeypatch.setattr("officina_hub.cli.looking.FIRST_LOOK_SECONDS", 0.001)
    monkeypatch.setattr("officina_widgets.client.PortalClient", lambda url, token: made)
    return made


def test_a_new_course_can_be_published_as_it_is(officina, course):
    answer = officina("course", "check", course)
    assert answer.exit_code == 0
    assert "gpu-basics can be published: 0 errors" in answer.output


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ([""], "the name of the new folder is empty"),
        (["."], ". exists already"),
        (["a/b/"], None),
        (["x", "--id", ""], "cannot be the id of a course"),
        (["-x"], "No such option"),
        (["--", "-x"], "cannot be the id of a course"),
    ],
    ids=["empty", "here", "below", "empty id", "option", "hyphen"],
)
def test_a_name_that_makes_no_course_is_told(officina, tmp_path, monkeypatch, given, told):
    monkeypatch.chdir(tmp_path)
    answer = officina("course", "new", *given)
    assert (answer.exit_code == 0) == (told is None)
    said = answer.output + str(answer.exception or "")
    assert told is None or told in said
    assert [path.name for path in tmp_path.iterdir()] == (["a"] if told is None else [])


def test_new_tells_the_course_in_json(officina, tmp_path):
    answer = officina("course", "new", tmp_path / "a-course", "--json")
    assert json.loads(answer.output)["title"] == "A course"


def test_findings_are_told_like_a_compilers(officina, course):
    notebook = next((course / "source").rglob("*.ipynb"))
    notebook.write_text("{")
    answer = officina("course", "check", course)
    assert answer.exit_code == 1
    assert f"{notebook.relative_to(course)}" in answer.output
    assert ": error OFF" in answer.output
    assert "cannot be published yet" in answer.output


def test_a_course_without_sources_is_told_how_to_get_them(officina, course):
    for source in course.glob("source/*/*.py"):
        source.unlink()
    answer = officina("course", "build", course)
    assert (answer.exit_code, "files" in answer.output) == (0, False)
    assert "has no sources: there is nothing to build" in answer.output
    assert f"officina course build {course} --from-notebooks" in answer.output


def test_findings_are_told_in_json(officina, tmp_path):
    answer = officina("course", "check", tmp_path, "--json")
    assert answer.exit_code == 1
    assert json.loads(answer.output)["findings"][0]["severity"] == "error"


def test_publishing_checks_packs_uploads_and_waits(officina, course, portal, token_file):
    answer = officina("course", "publish", course, "--url", URL, "--token-file", token_file)
    assert answer.exit_code == 0, answer.output
    assert f"gpu-basics 0.1.0 is published: {URL}/courses/gpu-basics" in answer.output
    assert b"course.toml" in portal.uploads[0]
    assert TOKEN not in answer.output


def test_publishing_tells_the_release_in_json_only(officina, course, portal, token_file):
    options = ("--url", URL, "--token-file", token_file, "--json")
    answer = officina("course", "publish", course, *options)
    assert json.loads(answer.stdout)["state"] == "published"


def test_a_course_with_errors_is_not_uploaded(officina, course, portal, token_file):
    next((course / "source").rglob("*.ipynb")).unlink()
    answer = officina("course", "publish", course, "--url", URL, "--token-file", token_file)
    assert answer.exit_code == 1
    assert portal.uploads == []


def test_a_release_that_fails_is_an_error(officina, course, portal, token_file):
    portal.final = "failed"
    answer = officina("course", "publish", course, "--url", URL, "--token-file", token_file)
    assert answer.exit_code == 1
    assert "What learners have is as before" in answer.output


def test_not_waiting_says_that_it_is_on_its_way(officina, course, portal, token_file):
    options = ("--url", URL, "--token-file", token_file, "--wait", "0")
    answer = officina("course", "publish", course, *options)
    assert answer.exit_code == 0
    assert "still being prepared" in answer.output


def test_without_an_address_it_tells_how_to_give_one(officina, course, token_file):
    answer = officina("course", "publish", course, "--token-file", token_file)
    assert isinstance(answer.exception, OfficinaError)
    assert "OFFICINA_PORTAL_URL" in str(answer.exception)


@pytest.mark.parametrize("content", ["", "  \n", "two words", "a\x00b"])
def test_without_a_token_it_tells_where_to_get_one(officina, course, tmp_path, content):
    path = tmp_path / "empty"
    path.write_text(content)
    answer = officina("course", "publish", course, "--url", URL, "--token-file", path)
    assert isinstance(answer.exception, OfficinaError)
    assert "Hub's page 'Token'" in str(answer.exception)
    assert "two words" not in str(answer.exception)


def test_a_refusal_of_the_portal_is_told_in_its_words(officina, course, monkeypatch, token_file):
    @contextmanager
    def refusing(url, token):
        raise NotAllowed("You are no trainer of gpu-basics.", code="not-trainer")
        yield

    monkeypatch.setattr("officina_widgets.client.PortalClient", refusing)
    answer = officina("course", "publish", course, "--url", URL, "--token-file", token_file)
    assert "You are no trainer" in str(answer.exception)


def test_courses_are_listed(officina, portal, token_file):
    options = ("--url", URL, "--token-file", token_file)
    answer = officina("course", "list", *options)
    assert "GPU basics" in answer.output
    assert "and 2 more" in answer.output
    assert "No course matches" in officina("course", "list", "--search", "x", *options).output
    assert json.loads(officina("course", "list", "--json", *options).output)["total"] == 3


def test_an_nbgrader_course_is_imported_and_told(officina, course, tmp_path):
    (course / "course.toml").unlink()
    dest = tmp_path / "imported"
    answer = officina("course", "import", course, dest, "--id", "imported")
    assert answer.exit_code == 0, answer.output
    assert (dest / "course.toml").is_file()
    assert "Next: officina course check" in answer.output
    assert not list(dest.glob("source/*/*.py"))  # the notebooks are mended, and so the newer ones
    assert officina("course", "check", dest).exit_code == 0


def test_an_import_never_overwrites(officina, course, tmp_path):
    answer = officina("course", "import", course, tmp_path)
    assert answer.exit_code == 1
    assert "exist" in str(answer.exception)


@pytest.mark.parametrize("address", ["foo", "ftp://a/b", "http://", "http://a:b/", "http://[/"])
def test_an_address_that_is_none_is_told(officina, address):
    answer = officina("course", "list", "--url", address)
    assert answer.exit_code == 1
    assert "is not the address of a portal" in str(answer.exception)
