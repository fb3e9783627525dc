"""``<base>/officina/check``: JupyterLab's way to have an exercise checked.

::

    GET  officina/check?path=P    which exercise the file P belongs to, if to any
    POST officina/check           have that exercise checked, as it is saved
    GET  officina/check/<id>      how it goes on; waits for the next state than ``seen``
    POST officina/hand-in         hand that exercise in, as it is saved
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec

from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import url_path_join
from tornado.web import authenticated

from officina_widgets.server.home import home_of

if TYPE_CHECKING:
    from officina_courses.model import Frozen
    from officina_widgets.check_wire import CheckOut
    from officina_widgets.client import PortalClient

log = logging.getLogger(__name__)

WAIT_SECONDS = 20
CHECK_ID = "([0-9a-f-]{36})"
NOT_CHECKED = (
    "The exercise could not be checked, for a reason that stands in the log of your server. Your "
    "files are untouched, and nothing was handed in. Try again; if it stays so, tell your support."
)
NOT_HANDED_IN = (
    "It is not known whether the exercise was handed in, for a reason that stands in the log of "
    "your server. Your files are untouched. Hand it in again: the same work counts once. If it "
    "stays so, tell your support."
)
NO_PATH = "The request names no file, so it is not known which exercise is meant."

P = ParamSpec("P")


class CheckHandler(APIHandler):
    """What they have in common: a sentence for the person where something cannot be done."""

    broken = NOT_CHECKED

    def place(self, path: str) -> tuple[Path, Path]:
        """Where a file of this server lies, and the folder below which exercises do."""
        root = Path(self.settings["server_root_dir"]).expanduser().resolve()
        return root / path.lstrip("/"), home_of(root)

    @property
    def language(self) -> str:
        """What JupyterLab shows, as its requests say it."""
        return self.request.headers.get("Accept-Language", "")

    def tell(self, answer: str, status: int = HTTPStatus.OK) -> None:
        self.set_status(status)
        self.set_header("Content-Type", "application/json")
        self.set_header("Cache-Control", "no-store")
        self.finish(answer)

    async def pass_on(
        self,
        ask: Callable[Concatenate[PortalClient, P], Frozen],
        *args: P.args,
        **options: P.kwargs,
    ) -> None:
        """Ask the portal in a thread, so that running kernels are not held up."""
        from officina_courses.errors import CourseError
        from officina_widgets.errors import PortalError

        try:
            seen = await asyncio.to_thread(_asked, ask, *args, **options)
        except PortalError as error:
            self.refuse(error.status or HTTPStatus.BAD_GATEWAY, str(error))
        except CourseError as error:
            self.refuse(HTTPStatus.CONFLICT, str(error))
        except Exception:
            log.exception("asking the portal for %s failed", self.request.path)
            self.refuse(HTTPStatus.INTERNAL_SERVER_ERROR, self.broken)
        else:
            self.tell(seen.model_dump_json())

    def refuse(self, status: int, sentence: str) -> None:
        self.tell(json.dumps({"message": sentence}), status)


class ExerciseHandler(CheckHandler):
    """The exercise of a file."""

    @authenticated
    async def get(self) -> None:
        """Null where the file belongs to none."""
        place = self.place(self.get_query_argument("path", ""))
        self.tell(json.dumps({"exercise": await asyncio.to_thread(_exercise_at, *place)}))

    @authenticated
    async def post(self) -> None:
        """Send it; the answer tells its place in the queue."""
        from officina_widgets.checks.asking import begin

        path = _path_in(self.request.body)
        if path is None:
            self.refuse(HTTPStatus.BAD_REQUEST, NO_PATH)
            return
        await self.pass_on(begin, *self.place(path), self.language)


class HandInHandler(CheckHandler):
    """The same exercise, and now it counts."""

    broken = NOT_HANDED_IN

    @authenticated
    async def post(self) -> None:
        """Send it; the answer is the portal's receipt."""
        path = _path_in(self.request.body)
        if path is None:
            self.refuse(HTTPStatus.BAD_REQUEST, NO_PATH)
            return
        await self.pass_on(_hand_in, *self.place(path))


class ResultHandler(CheckHandler):
    """One check."""

    _track_activity = False

    @authenticated
    async def get(self, check_id: str) -> None:
        """With its sentences in the language that JupyterLab shows."""
        seen = self.get_query_argument("seen", "")
        await self.pass_on(_look, check_id, seen, self.language)


def routes(base_url: str) -> list[tuple[str, type[CheckHandler], dict[str, Any]]]:
    """For ``Application.add_handlers``."""
    return [
        (url_path_join(base_url, "officina/check"), ExerciseHandler, {}),
        (url_path_join(base_url, "officina/check", CHECK_ID), ResultHandler, {}),
        (url_path_join(base_url, "officina/hand-in"), HandInHandler, {}),
    ]


def _asked(
    ask: Callable[Concatenate[PortalClient, P], Frozen], /, *args: P.args, **options: P.kwargs
) -> Frozen:
    from officina_widgets.client import PortalClient

    with PortalClient.from_environment() as client:
        return ask(client, *args, **options)


def _hand_in(client: PortalClient, path: Path, home: Path) -> Frozen:
    # Imported late: the exchange brings nbgrader, which costs a second.
    from officina_widgets.exchange.handing_in import hand_in

    return hand_in(client, path, home)


def _exercise_at(path: Path, home: Path) -> str | None:
    from officina_widgets.checks.place import exercise_at

    found = exercise_at(path, home)
    return found.exercise_id if found else None


def _look(client: PortalClient, check_id: str, seen: str, language: str) -> CheckOut:
    return client.check(check_id, seen=seen, wait_seconds=WAIT_SECONDS, language=language)


def _path_in(body: bytes) -> str | None:
    try:
        path = json.loads(body)["path"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return path if isinstance(path, str) and path else None
