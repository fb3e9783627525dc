"""``<base>/officina/session``: what JupyterLab asks about the limits of its session.

::

    GET  officina/session            what is left, and what may be done about it
    GET  officina/session/again      the same, after asking the Hub
    GET  officina/session/use        what is left, and what the session uses of memory and GPUs
    POST officina/session/extend     ask the Hub for more time
    POST officina/session/stop       run the checkpoint scripts, then end the session
    POST officina/session/keep       somebody is here: count idleness anew
    POST officina/session/checkpoint run the person's checkpoint scripts now
    POST officina/session/batch      run a notebook again as a batch job
"""

from __future__ import annotations

import asyncio
import json
import math
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import url_path_join
from tornado.web import authenticated

from officina_widgets.session.lengthening import NotLengthened, lengthened
from officina_widgets.session.life import SessionLife
from officina_widgets.session.telling import status_and_use, status_of

if TYPE_CHECKING:
    from officina_widgets.session.batch_job import Submitted
    from officina_widgets.session.orders import WishOfNotebook

LARGEST_BODY = 65_536

NOT_A_WISH = (
    "The request for a batch job is not one that can be read ({found}), so no job was made. Give "
    "the path of the notebook and the minutes."
)
NOT_BELOW = (
    "The notebook {path!r} is not below the folder that this session shows, so no job was made. "
    "Open it from the file browser and try again."
)


class SessionHandler(APIHandler):
    """What they have in common. None of them counts as activity: JupyterLab asks by itself."""

    _track_activity = False

    def initialize(self, life: SessionLife) -> None:
        self.life = life

    def tell(self, answer: dict[str, Any]) -> None:
        self.set_header("Cache-Control", "no-store")
        self.finish(json.dumps(answer))

    def refuse(self, status: int, sentence: str) -> None:
        """With a sentence for the person."""
        self.set_status(status)
        self.tell({"message": sentence})


class StatusHandler(SessionHandler):
    """What is left."""

    @authenticated
    def get(self) -> None:
        """``quiet_seconds``: how long nobody has touched keyboard or mouse in that window."""
        quiet = _seconds(self.get_query_argument("quiet_seconds", ""))
        if quiet is not None:
            self.life.idle.person_was_here(quiet)
        self.tell(status_of(self.life))


class AgainHandler(StatusHandler):
    """What is left, for somebody who comes back to the window."""

    @authenticated
    async def get(self) -> None:
        """The Hub is asked before, unless that was done a moment ago, or there is none."""
        await self.life.end.ask_again()
        super().get()


class UseHandler(SessionHandler):
    """What is left, and what is used."""

    @authenticated
    async def get(self) -> None:
        """For cards in notebooks."""
        self.tell(await status_and_use(self.life))


class StopHandler(SessionHandler):
    """The end, now."""

    @authenticated
    async def post(self) -> None:
        """Answers before the server ends."""
        await self.life.finish()
        self.tell({"is_ending": True})


class ExtendHandler(SessionHandler):
    """More time."""

    @authenticated
    async def post(self) -> None:
        """Ask the Hub; its refusal is passed on as it is."""
        try:
            minutes = await lengthened(self.life)
        except NotLengthened as error:
            self.refuse(error.status, str(error))
        else:
            self.tell({**status_of(self.life), "added_minutes": minutes})


class KeepHandler(SessionHandler):
    """Keep it running."""

    @authenticated
    def post(self) -> None:
        """Count idleness anew."""
        self.life.idle.keep()
        self.tell(status_of(self.life))


class CheckpointHandler(SessionHandler):
    """The person's own scripts, now."""

    @authenticated
    async def post(self) -> None:
        """Answers when they are through, or their time is up."""
        ran = await self.life.save("asked")
        self.tell({"scripts": [{"name": one.name, "status": one.status} for one in ran]})


class BatchHandler(SessionHandler):
    """Continue as a batch job."""

    @authenticated
    async def post(self) -> None:
        """The body: path below the server's root, and the wish."""
        from pydantic import ValidationError

        from officina_widgets.session.batch_job import NotContinued
        from officina_widgets.session.orders import WishOfNotebook

        try:
            asked = WishOfNotebook.model_validate_json(self.request.body[:LARGEST_BODY])
        except ValidationError as error:
            found = error.errors()[0]
            place = ".".join(str(part) for part in found["loc"])
            self.refuse(HTTPStatus.BAD_REQUEST, NOT_A_WISH.format(found=f"{place}: {found['msg']}"))
            return
        try:
            made = await asyncio.to_thread(_hand_over, self.settings["server_root_dir"], asked)
        except NotContinued as error:
            self.refuse(HTTPStatus.CONFLICT, str(error))
            return
        self.set_status(HTTPStatus.CREATED)
        self.tell({"job": made.job, "output": made.output.name, "log": made.log.name})


def routes(base_url: str, life: SessionLife) -> list[tuple[str, type[SessionHandler], Any]]:
    """For ``Application.add_handlers``."""
    below = {
        "": StatusHandler,
        "again": AgainHandler,
        "extend": ExtendHandler,
        "stop": StopHandler,
        "use": UseHandler,
        "keep": KeepHandler,
        "checkpoint": CheckpointHandler,
        "batch": BatchHandler,
    }
    return [
        (url_path_join(base_url, "officina/session", name).rstrip("/"), handler, {"life": life})
        for name, handler in below.items()
    ]


def _hand_over(root: str, asked: WishOfNotebook) -> Submitted:
    from officina_widgets.session.batch_job import NotContinued, missing, submit

    if sentence := missing():
        raise NotContinued(sentence)
    folder = Path(root).expanduser().resolve()
    notebook = (folder / asked.path.lstrip("/")).resolve()
    if not notebook.is_relative_to(folder):
        raise NotContinued(NOT_BELOW.format(path=asked.path))
    return submit(notebook, asked.wish, home=Path.home())


def _seconds(text: str) -> float | None:
    try:
        found = float(text)
    except ValueError:
        return None
    return found if math.isfinite(found) else None
