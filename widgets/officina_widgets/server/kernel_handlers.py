"""``<base>/officina/kernel``: what kernels ask of their session's server.

::

    GET  officina/kernel/portal/api/…        what the portal's catalogue and courses tell
    POST officina/kernel/portal/api/…        have an exercise checked
    GET  officina/kernel/api/session         what is left of the session, and what it uses
    POST officina/kernel/api/session/extend  ask the Hub for more time
    POST officina/kernel/api/session/stop    end the session
    POST officina/kernel/api/data/…          bring data that its person agreed to into the home

Whoever asks must have the key that the server gave to its kernels. Cookies and logins count for
nothing here, so no page can ask in a person's name.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import secrets
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.utils import url_path_join
from tornado.web import RequestHandler

from officina_widgets.server.kernel_gate import PATH, KernelGate
from officina_widgets.session.lengthening import NotLengthened, lengthened
from officina_widgets.session.life import SessionLife
from officina_widgets.session.telling import status_and_use

if TYPE_CHECKING:
    from officina_widgets.errors import PortalError
    from officina_widgets.server.agreed_data import Brought
    from officina_widgets.server.portal_pass import PortalPass

log = logging.getLogger(__name__)

NO_KEY = (
    "Only kernels of this session are answered here, and this request does not come from one. So "
    "nothing was asked. Restart the kernel; if it stays so, restart your server."
)
TOO_MUCH = (
    "What the kernel sent has {found} bytes, more than the {most} that are passed on. So nothing "
    "was sent to the portal. Take large files out of the exercise's folder."
)
FAILED = (
    "The portal could not be asked, for a reason that stands in the log of your server. Your "
    "notebook is as it was. Try again; if it stays so, tell your support."
)


class KernelHandler(RequestHandler):
    """What they have in common: the key, and a problem in words where something cannot be done."""

    def initialize(self, gate: KernelGate) -> None:
        self.gate = gate

    def prepare(self) -> None:
        self.set_header("Cache-Control", "no-store")
        if not self.gate.opens_for(self.request.headers):
            self.refuse(HTTPStatus.FORBIDDEN, NO_KEY, "not-a-kernel")

    def check_xsrf_cookie(self) -> None:
        """No cookie opens this, so none can be misused."""

    def refuse(self, status: int, sentence: str, code: str, reference: str = "") -> None:
        """As the portal's own errors look."""
        from officina_widgets.wire import Problem

        problem = Problem(
            title=code, status=status, detail=sentence, code=code, correlation_id=reference
        )
        self.set_status(status)
        self.set_header("Content-Type", "application/problem+json")
        self.finish(problem.model_dump_json())

    def refuse_as(self, error: PortalError) -> None:
        """With the portal's own sentence."""
        status = error.status or HTTPStatus.SERVICE_UNAVAILABLE
        if status < HTTPStatus.BAD_REQUEST:
            status = HTTPStatus.BAD_GATEWAY
        self.refuse(status, error.message, error.code, error.correlation_id)

    def refuse_unexpected(self, failed: str) -> None:
        """While an exception is handled that nobody foresaw: the log has it, under a reference."""
        reference = secrets.token_hex(8)
        log.exception("%s [%s]", failed, reference)
        self.refuse(HTTPStatus.INTERNAL_SERVER_ERROR, FAILED, "unexpected", reference)


class PassHandler(KernelHandler):
    """Passes on to the portal."""

    def initialize(self, gate: KernelGate, way: PortalPass) -> None:  # type: ignore[override]
        super().initialize(gate)
        self.way = way

    @allow_unauthenticated
    async def get(self) -> None:
        """Ask in a thread, so that running kernels are not held up."""
        await self._pass_on()

    @allow_unauthenticated
    async def post(self) -> None:
        """The same, with a body."""
        await self._pass_on()

    async def _pass_on(self) -> None:
        from officina_widgets.errors import PortalError
        from officina_widgets.finding.portal import SNAPSHOT_HEADER
        from officina_widgets.server.portal_pass import LARGEST_BODY, Asked

        body = self.request.body
        if len(body) > LARGEST_BODY:
            sentence = TOO_MUCH.format(found=len(body), most=LARGEST_BODY)
            self.refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, sentence, "too-large")
            return
        path = self.request.path.partition(f"{PATH}/portal/api/")[2]  # each name is still quoted
        asked = Asked(
            method=str(self.request.method),
            segments=tuple(map(unquote, path.split("/"))),
            query=[
                (name, value)
                for name in self.request.query_arguments
                for value in self.get_query_arguments(name, strip=False)
            ],
            body=body,
            language=self.request.headers.get("Accept-Language", "")[:100],
        )
        try:
            told = await asyncio.to_thread(self.way.ask, asked)
        except PortalError as error:
            self.refuse_as(error)
        except Exception:
            self.refuse_unexpected("a kernel's question to the portal failed")
        else:
            self.set_header("Content-Type", told.kind)
            if told.notes is not None:
                self.set_header(SNAPSHOT_HEADER, ",".join(told.notes))
            self.finish(told.body)


class DataPlace(NamedTuple):
    """Where data go, and what the spawner told the server when it started."""

    home: Path
    environment: Mapping[str, str]


class DataHandler(KernelHandler):
    """Data of a data space."""

    def initialize(self, gate: KernelGate, place: DataPlace) -> None:  # type: ignore[override]
        super().initialize(gate)
        self.place = place

    @allow_unauthenticated
    async def post(self, name: str) -> None:
        """Copy them in a thread; the answer says where they lie."""
        from officina_widgets.errors import PortalError

        try:
            brought = await asyncio.to_thread(self._brought, unquote(name))
        except PortalError as error:
            self.refuse_as(error)
        except Exception:
            self.refuse_unexpected("data could not be brought into the home")
        else:
            self.set_header("Content-Type", "application/json")
            self.finish(
                json.dumps(
                    {
                        "path": str(brought.path),
                        "agreement": str(brought.agreement),
                        "sha256": brought.sha256,
                        "bytes": brought.bytes,
                    }
                )
            )

    def _brought(self, name: str) -> Brought:
        from officina_widgets.server.agreed_data import AgreedData

        return AgreedData(self.place.home, self.place.environment).bring(name)


class OwnSessionHandler(KernelHandler):
    """The limits of the session, as JupyterLab is told them."""

    def initialize(self, gate: KernelGate, life: SessionLife) -> None:  # type: ignore[override]
        super().initialize(gate)
        self.life = life

    async def tell(self, **more: object) -> None:
        """What is left and used now."""
        self.set_header("Content-Type", "application/json")
        self.finish(json.dumps({**await status_and_use(self.life), **more}))


class LookHandler(OwnSessionHandler):
    """What is left."""

    @allow_unauthenticated
    async def get(self) -> None:
        """And what is used."""
        await self.tell()


class LongerHandler(OwnSessionHandler):
    """More time."""

    @allow_unauthenticated
    async def post(self) -> None:
        """Ask the Hub; its refusal is passed on as it is."""
        try:
            minutes = await lengthened(self.life)
        except NotLengthened as error:
            self.refuse(error.status, str(error), "not-lengthened")
        else:
            await self.tell(added_minutes=minutes)


class EndHandler(OwnSessionHandler):
    """The end, now."""

    @allow_unauthenticated
    async def post(self) -> None:
        """Answers before the server ends."""
        await self.life.finish()
        await self.tell(is_ending=True)


def routes(
    base_url: str, gate: KernelGate, life: SessionLife, home: Path
) -> list[tuple[str, type[KernelHandler], Any]]:
    """For ``Application.add_handlers``."""
    from officina_widgets.server.portal_pass import PortalPass

    below = url_path_join(base_url, PATH)
    own = {"gate": gate, "life": life}
    place = DataPlace(home, dict(os.environ))
    return [
        (f"{below}/portal/api/.+", PassHandler, {"gate": gate, "way": PortalPass()}),
        (f"{below}/api/data/([^/]+)", DataHandler, {"gate": gate, "place": place}),
        (f"{below}/api/session", LookHandler, own),
        (f"{below}/api/session/extend", LongerHandler, own),
        (f"{below}/api/session/stop", EndHandler, own),
    ]
