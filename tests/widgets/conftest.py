"""A portal of one file, which keeps the contract of the REST API in memory."""

from __future__ import annotations

import hashlib
import io
import json
import re
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from agreed_answers import AGREED_ROUTES, AgreedAnswers
from check_answers import DONE_CHECK

from officina_courses.archive import (
    COURSE_LIMITS,
    SUBMISSION_LIMITS,
    ArchiveError,
    Entry,
    bundle_sha256,
    read_tar,
    write_tar,
)
from officina_courses.model import Course, Exercise
from officina_widgets.check_wire import CheckOut
from officina_widgets.environment import COURSE_VARIABLE, TOKEN_VARIABLE, URL_VARIABLE
from officina_widgets.wire import (
    CourseDetail,
    CoursePage,
    CourseSummary,
    ExerciseFiles,
    ExerciseOut,
    FileEntry,
    Problem,
    Receipt,
    SubmissionOut,
)

COURSE = "first-steps"
MORNING = datetime(2026, 11, 21, 9, 0, 0, 123456, tzinfo=UTC)
TOKENS = {"token-ada": "ada", "token-bo": "bo", "token-tina": "tina", "token-course": "course"}
ROLES = {"ada": "learner", "bo": "learner", "tina": "trainer"}
NOTEBOOK = json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


class Refusal(Exception):  # noqa: N818
    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail = status, code, detail


class ScriptedPortal(AgreedAnswers):
    """Honest and whole, but for what is written into ``fail_next`` and ``cut_next``."""

    def __init__(self) -> None:
        self.version = "1.0.0"
        self.language = ""
        self.files: dict[str, dict[str, bytes]] = {"hello": {"hello.ipynb": NOTEBOOK.encode()}}
        self.submissions: list[tuple[SubmissionOut, dict[str, bytes]]] = []
        self.pages: dict[tuple[str, str], bytes] = {}
        self.checked: list[dict[str, bytes]] = []
        self.languages: list[str | None] = []
        self.check_states = [CheckOut.model_validate(DONE_CHECK)]
        self.calls: list[str] = []
        self.bodies: list[bytes] = []
        self.found = b'{"total":7,"hits":[],"facets":{},"as_of":"2026-11-22T08:00:00Z"}'
        self.queries: list[str] = []
        self.fail_next: list[int] = []
        self.cut_next = False
        self.url = ""

    def release(self, exercise: str, files: dict[str, str], version: str = "1.0.0") -> None:
        self.version = version
        self.files[exercise] = {path: text.encode() for path, text in files.items()}

    def publish_feedback(self, index: int, at: datetime, html: bytes = b"<p>Well done</p>") -> None:
        one, files = self.submissions[index]
        names = tuple(Path(path).stem for path in files if path.endswith(".ipynb"))
        feedback = {"feedback": names, "feedback_at": at, "state": "graded"}
        self.submissions[index] = (one.model_copy(update=feedback), files)
        self.pages |= {(one.id, name): html for name in names}

    # Answers, by route

    def courses(self, user: str, query: dict[str, str]) -> bytes:
        listed = CourseSummary(
            id=COURSE,
            title="First steps",
            summary="One",
            language="en",
            level="beginner",
            minutes=60,
            licence="CC-BY-4.0",
            version=self.version,
            exercise_count=len(self.files),
            role=ROLES.get(user),
        )
        others = [listed.model_copy(update={"id": f"other-{n}", "role": None}) for n in range(150)]
        offset, limit = int(query.get("offset", 0)), int(query.get("limit", 50))
        items = [*others[:120], listed, *others[120:]][offset : offset + limit]
        page = CoursePage(items=tuple(items), total=151, limit=limit, offset=offset)
        return page.model_dump_json().encode()

    def course(self, user: str, query: dict[str, str], course: str) -> bytes:
        if course != COURSE:
            raise Refusal(404, "no-such-course", f"There is no course {course}.")
        exercises = tuple(self._exercise(name) for name in self.files)
        document = Course(
            id=COURSE,
            title="First steps",
            version=self.version,
            summary="One",
            minutes=60,
            licence="CC-BY-4.0",
            exercises=tuple(Exercise(id=name, title=name) for name in self.files),
        )
        detail = CourseDetail(
            course=document,
            release_id=1,
            published_at=MORNING,
            role=ROLES.get(user),
            exercises=exercises,
        )
        return detail.model_dump_json().encode()

    def _exercise(self, name: str) -> ExerciseOut:
        stems = tuple(Path(path).stem for path in self.files[name] if path.endswith(".ipynb"))
        return ExerciseOut(
            id=name, title=name, minutes=15, max_score=3, has_manual=False, notebooks=stems
        )

    def exercise_files(self, user: str, query: dict[str, str], course: str, name: str) -> bytes:
        return self._files_out(user, course, name).model_dump_json().encode()

    def _files_out(self, user: str, course: str, name: str) -> ExerciseFiles:
        if course != COURSE or name not in self.files:
            raise Refusal(404, "no-such-exercise", f"There is no exercise {name} in {course}.")
        if user not in ROLES and user != "course":
            raise Refusal(403, "not-enrolled", "You are not in this course. Enrol first.")
        files = tuple(
            FileEntry(path=path, sha256=sha256(content), size=len(content))
            for path, content in sorted(self.files[name].items())
        )
        return ExerciseFiles(
            course_id=course,
            exercise_id=name,
            release_id=1,
            version=self.version,
            language=self.language,
            files=files,
        )

    def exercise_tar(self, user: str, query: dict[str, str], course: str, name: str) -> bytes:
        self._files_out(user, course, name)
        return packed(self.files[name])

    def put_exercise(
        self, user: str, query: dict[str, str], course: str, name: str, body: bytes
    ) -> bytes:
        if user != "course":
            raise Refusal(403, "not-your-course", "Only the course's own server releases.")
        if name in self.files and query.get("force") != "1":
            raise Refusal(409, "already-released", "It is released already.")
        self.files[name] = unpacked(body)
        return self._files_out(user, course, name).model_dump_json().encode()

    def unrelease(self, user: str, query: dict[str, str], course: str, name: str) -> bytes:
        del self.files[name]
        return b""

    def submit(
        self, user: str, query: dict[str, str], course: str, name: str, body: bytes
    ) -> bytes:
        try:
            files = unpacked(body)
        except ArchiveError as error:
            raise Refusal(400, error.code, str(error)) from error
        digest = bundle_sha256((path, sha256(content)) for path, content in files.items())
        mine = [one for one, _ in self.submissions if one.user == user and one.sha256 == digest]
        if not mine:
            count = len(self.submissions) + 1
            one = SubmissionOut(
                id=f"s{count}",
                sequence=count,
                course_id=course,
                exercise_id=name,
                user=user,
                attempt=count,
                received_at=MORNING + timedelta(minutes=count),
                sha256=digest,
                size=len(body),
                is_late=False,
                state="queued",
            )
            self.submissions.append((one, files))
            mine = [one]
        kept = mine[0].model_dump(include={"sequence", "course_id", "exercise_id", "user"})
        kept |= mine[0].model_dump(include={"received_at", "sha256", "size", "is_late"})
        receipt = Receipt(submission_id=mine[0].id, signature="s", **kept)
        return receipt.model_dump_json().encode()

    def listed(
        self, user: str, query: dict[str, str], course: str, name: str | None = None
    ) -> bytes:
        whose = query.get("user", "me")
        if whose not in {"me", user} and user not in {"course", "tina"}:
            raise Refusal(403, "not-yours", "These submissions are not yours.")
        wanted = {"me": user}.get(whose, whose)
        found = [
            json.loads(one.model_dump_json())
            for one, _ in self.submissions
            if wanted in ("*", one.user) and name in (None, one.exercise_id)
        ]
        return json.dumps(found).encode()

    def submission_tar(self, user: str, query: dict[str, str], number: str) -> bytes:
        return packed(next(files for one, files in self.submissions if one.id == number))

    def feedback(self, user: str, query: dict[str, str], number: str, notebook: str) -> bytes:
        return self.pages[number, notebook]

    def begin_check(
        self, user: str, query: dict[str, str], course: str, name: str, body: bytes
    ) -> bytes:
        self._files_out(user, course, name)
        self.checked.append(unpacked(body))
        return _as_state(self.check_states[-1], "waiting").model_dump_json().encode()

    def check(self, user: str, query: dict[str, str], number: str) -> bytes:
        """The next state that a test has laid ready; the last one stays."""
        kept = self.check_states
        return (kept.pop(0) if len(kept) > 1 else kept[0]).model_dump_json().encode()

    def catalogue(self, user: str, query: dict[str, str]) -> bytes:
        return self.found

    def nothing(self, user: str, query: dict[str, str], *_: object, **__: object) -> bytes:
        return b""


def _as_state(check: CheckOut, state: str) -> CheckOut:
    return CheckOut.model_validate({**check.model_dump(), "state": state, "result": None})


ROUTES = [
    ("POST", r"courses/([^/]+)/exercises/([^/]+)/checks", "begin_check"),
    ("GET", r"checks/([^/]+)", "check"),
    ("GET", r"catalogue/search", "catalogue"),
    *AGREED_ROUTES,
    ("GET", r"courses", "courses"),
    ("GET", r"courses/([^/]+)", "course"),
    ("GET", r"courses/([^/]+)/exercises/([^/]+)/files", "exercise_files"),
    ("GET", r"courses/([^/]+)/exercises/([^/]+)/files\.tar", "exercise_tar"),
    ("PUT", r"courses/([^/]+)/exercises/([^/]+)/files\.tar", "put_exercise"),
    ("DELETE", r"courses/([^/]+)/exercises/([^/]+)/files", "unrelease"),
    ("POST", r"courses/([^/]+)/exercises/([^/]+)/submissions", "submit"),
    ("GET", r"courses/([^/]+)/submissions", "listed"),
    ("GET", r"courses/([^/]+)/exercises/([^/]+)/submissions", "listed"),
    ("GET", r"submissions/([^/]+)/files\.tar", "submission_tar"),
    ("GET", r"submissions/([^/]+)/feedback/(.+)\.html", "feedback"),
    ("POST", r"submissions/([^/]+)/regrade", "nothing"),
    ("POST", r"courses/([^/]+)/exercises/([^/]+)/feedback", "nothing"),
    ("POST", r"queue/claim", "nothing"),
    ("POST", r"queue/(\d+)/(?:heartbeat|result)", "nothing"),
]


def packed(files: dict[str, bytes]) -> bytes:
    tar = io.BytesIO()
    entries = [Entry(path, content) for path, content in files.items()]
    write_tar(entries, tar, limits=COURSE_LIMITS)
    return tar.getvalue()


def unpacked(body: bytes) -> dict[str, bytes]:
    members = read_tar(io.BytesIO(body), SUBMISSION_LIMITS)
    return {member.path: member.stream.read(member.size) for member in members}


class Handler(BaseHTTPRequestHandler):
    portal: ScriptedPortal
    protocol_version = "HTTP/1.1"

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = urlsplit(self.path)
        path = parts.path.removeprefix("/services/officina/api/")
        self.portal.calls.append(f"{self.command} {unquote(path)}")
        self.portal.bodies.append(body)
        self.portal.queries.append(parts.query)
        if self.portal.fail_next:
            self.send(self.portal.fail_next.pop(0), b"<html>no</html>", "text/html")
            return
        try:
            answer = self.route(path, parts.query, body)
            self.send(200 if answer else 204, answer, self.content_type(path))
        except Refusal as refusal:
            problem = Problem(
                title=refusal.code,
                status=refusal.status,
                detail=refusal.detail,
                code=refusal.code,
                correlation_id="c0ffee",
            )
            self.send(refusal.status, problem.model_dump_json().encode(), "application/json")

    do_GET = do_PUT = do_POST = do_DELETE = do_PATCH = answer  # noqa: N815

    def route(self, path: str, query: str, body: bytes) -> bytes:
        user = TOKENS.get(self.headers.get("Authorization", "").removeprefix("token "))
        if user is None:
            raise Refusal(401, "not-logged-in", "Nobody knows this token. Log in again.")
        self.portal.languages.append(self.headers.get("Accept-Language"))
        asked = {key: values[-1] for key, values in parse_qs(query).items()}
        for method, pattern, name in ROUTES:
            match = re.fullmatch(pattern, path)
            if match and method == self.command:
                extra = {"body": body} if name in {"submit", "put_exercise", "begin_check"} else {}
                args = [unquote(group) for group in match.groups()]
                answer: bytes = getattr(self.portal, name)(user, asked, *args, **extra)
                return answer
        raise Refusal(404, "no-such-page", f"Nothing is at {path}.")

    def content_type(self, path: str) -> str:
        kinds = {".tar": "application/x-tar", "html": "text/html"} if self.command == "GET" else {}
        return kinds.get(path[-4:], "application/json")

    def send(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        cut = self.portal.cut_next and kind.endswith("tar")
        self.portal.cut_next = self.portal.cut_next and not cut
        self.wfile.write(body[: len(body) // 2] if cut else body)
        if cut:
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def portal() -> Iterator[ScriptedPortal]:
    """A running portal."""
    scripted = ScriptedPortal()
    handler = type("BoundHandler", (Handler,), {"portal": scripted})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    scripted.url = f"http://127.0.0.1:{server.server_port}/services/officina"
    yield scripted
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def tar_of() -> Callable[[dict[str, bytes]], io.BytesIO]:
    """Makes a tar of files."""
    return lambda files: io.BytesIO(packed(files))


@pytest.fixture
def ada(portal: ScriptedPortal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The session of a learner; returns her home."""
    return session(portal, tmp_path / "ada", "token-ada", monkeypatch)


@pytest.fixture
def course_home(portal: ScriptedPortal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The session of the course's own server; returns the course folder."""
    home = session(portal, tmp_path / "course", "token-course", monkeypatch)
    monkeypatch.setenv(COURSE_VARIABLE, COURSE)
    return home


def session(
    portal: ScriptedPortal, home: Path, token: str, monkeypatch: pytest.MonkeyPatch
) -> Path:
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    # nbgrader starts alembic by its bare name for a new gradebook.
    monkeypatch.setenv("PATH", f"{sys.prefix}/bin:/usr/bin:/bin")
    monkeypatch.setenv(URL_VARIABLE, portal.url)
    monkeypatch.setenv(TOKEN_VARIABLE, token)
    monkeypatch.delenv(COURSE_VARIABLE, raising=False)
    monkeypatch.chdir(home)
    return home
