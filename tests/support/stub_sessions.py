"""The session API of the Hub, for a stub: it answers what a test put in."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from stub_hub import StubHub
from tornado.web import RequestHandler

from officina_hub.session_api.answers import (
    Account,
    Accuracy,
    Bounds,
    CheckAnswer,
    Expected,
    Extension,
    Fault,
    LastEnding,
    MailAnswer,
    MineAnswer,
    OffersAnswer,
    Option,
    Place,
    ProfileOffer,
    Quote,
    SessionAnswer,
    Stock,
)

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SMALL = ProfileOffer(
    name="small", title="Small", description="For courses and for looking around.", place="local"
)
GPU = ProfileOffer(
    name="gpu",
    title="GPU",
    description="One to four GPUs of a node, for training and for trying out.",
    place="slurm",
    partition="gpu",
    gpu_type="a100",
    numbers={
        "gpus": Bounds(min=1, max=4, default=1),
        "shards": Bounds(min=0, max=0, default=0),
        "nodes": Bounds(min=1, max=1, default=1),
        "cores": Bounds(min=2, max=32, default=8),
        "memory_gib": Bounds(min=32, max=32, default=32),
        "minutes": Bounds(min=10, max=480, default=60),
    },
    accounts=(
        Account(name="proto", gpu_hours_used=90, gpu_hours_left=10),
        Account(name="spent", gpu_hours_used=50, gpu_hours_left=0),
    ),
    qos=("normal", "urgent"),
    environments=(Option(name="pytorch", title="PyTorch 2"), Option(name="jax", title="JAX")),
    gpus=Stock(free=5, total=8, most_on_one_node=4, as_of=NOON),
    longest_minutes=240,
    patience_hours=72,
    extension_minutes=60,
    gpu_hours=1,
    expected=Expected(low_seconds=120, middle_seconds=300, high_seconds=900),
    accuracy=Accuracy(starts=50, median_error_seconds=120, within_range=0.8),
)
UNKNOWN = GPU.model_copy(
    update={
        "name": "unknown",
        "title": "Another cluster",
        "gpus": None,
        "expected": None,
        "accuracy": None,
        "longest_minutes": None,
        "accounts": (),
        "troubles": ("Slurm does not answer at the moment, so what is free is not known.",),
    }
)
CLOSED = SMALL.model_copy(
    update={"name": "closed", "title": "Closed", "closed": "You have no account there yet."}
)
FULL = OffersAnswer(
    profiles=(SMALL, GPU, UNKNOWN, CLOSED),
    recent=({"profile": "gpu", "gpus": 2, "minutes": 120}, {"profile": "small"}),
)
CHOICE: dict[str, str | int] = {"profile": "gpu", "gpus": 2, "minutes": 120}


def session(state: str, **changes: Any) -> SessionAnswer:
    """A GPU session in that state."""
    common = {
        "server": "",
        "state": state,
        "profile": "gpu",
        "title": "GPU",
        "place": "slurm",
        "choice": CHOICE,
        "job": "4711",
        "asked_at": NOON,
    }
    return SessionAnswer.model_validate({**common, **changes})


WAITING = session(
    "waiting",
    why="Everything that would suit your session is in use.",
    advice="You need do nothing.",
    queue=Place(place=3, waiting=12),
    expected=Expected(low_seconds=300, middle_seconds=600, high_seconds=1200),
    steps=("Handing your session over to Slurm", "Slurm has taken it as job 4711"),
)
RUNNING = session(
    "running",
    node="g1",
    url="/user/ada/",
    started_at=NOON,
    ends_at=NOON + timedelta(hours=2),
    seconds_left=6000,
    extension=Extension(minutes=60),
)
ENDED = session(
    "stopped",
    job="",
    asked_at=None,
    last_ending=LastEnding(
        code="out-of-memory",
        sentence="The session used more memory than it had asked for.",
        advice="Start it again with more memory.",
        at=NOON,
        job="4710",
        log=("Loading the data", "Killed"),
    ),
)


class StubSessions:
    """What the Hub would say; ``extend`` is a status and a body."""

    def __init__(self) -> None:
        self.offers = FULL
        self.mine: tuple[SessionAnswer, ...] = ()
        self.faults: tuple[Fault, ...] = ()
        self.extend: tuple[int, Any] = (200, {"minutes": 60, "ends_at": NOON.isoformat()})
        self.mail: MailAnswer | None = None
        self.asked: list[tuple[str, Any]] = []

    def quote(self, query: dict[str, str]) -> Quote:
        """A quote as the Hub makes it, of numbers that a test types."""
        gpus, minutes = query.get("gpus", "1"), query.get("minutes", "60")
        if not gpus.isdigit() or int(gpus) > 4:
            message = f"GPUs: 1 to 4 are possible here, {gpus} was asked for."
            return Quote(
                choice={}, gpu_hours=0, faults=(Fault(field="gpus", code="x", message=message),)
            )
        hours = int(gpus) * int(minutes) / 60
        choice = {"profile": query.get("profile", "small"), "gpus": int(gpus)}
        return Quote(
            choice={**choice, "minutes": int(minutes), "account": "proto"},
            gpu_hours=hours,
            counted_hours=hours,
            gpu_hours_left=10,
            faults=self.faults,
        )


def add_sessions(hub: StubHub) -> StubSessions:
    """Teach the stub to tell about sessions."""
    sessions = StubSessions()
    known: dict[str, Any] = {"sessions": sessions}
    root = r"/hub/api/officina/sessions"
    hub._server.request_callback.add_handlers(
        r".*",
        [
            (rf"{root}/offers", _Offers, known),
            (rf"{root}/mine", _Mine, known),
            (rf"{root}/check", _Check, known),
            (rf"{root}/(?:([^/]+)/)?extend", _Extend, known),
            (rf"{root}/(?:([^/]+)/)?mail", _Mail, known),
        ],
    )
    return sessions


class _Base(RequestHandler):
    def initialize(self, sessions: StubSessions) -> None:
        self.sessions = sessions


class _Offers(_Base):
    def get(self) -> None:
        query = {name: self.get_query_argument(name) for name in self.request.query_arguments}
        self.sessions.asked.append(("offers", query))
        quote = self.sessions.quote(query) if query else None
        self.write(self.sessions.offers.model_copy(update={"quote": quote}).model_dump_json())


class _Mine(_Base):
    def get(self) -> None:
        named = self.sessions.offers.named
        self.write(MineAnswer(sessions=self.sessions.mine, named=named).model_dump_json())


class _Check(_Base):
    def post(self) -> None:
        choice = json.loads(self.request.body)
        self.sessions.asked.append(("check", choice))
        faults = self.sessions.faults
        judged = {
            name: int(value) if value.isdigit() else value
            for name, value in choice.items()
            if name != "name"
        }
        self.write(CheckAnswer(ok=not faults, choice=judged, faults=faults).model_dump_json())


class _Mail(_Base):
    def get(self, server: str | None = None) -> None:
        if self.sessions.mail is None:
            self.set_status(404)
            self.write({"message": "This hub sends no mail."})
        else:
            self.write(self.sessions.mail.model_dump_json())

    def put(self, server: str | None = None) -> None:
        self._wished(server, is_wished=True, said=json.loads(self.request.body))
        self.get()

    def delete(self, server: str | None = None) -> None:
        self._wished(server, is_wished=False, said={})
        self.set_status(204)

    def _wished(self, server: str | None, *, is_wished: bool, said: Any) -> None:
        assert self.sessions.mail is not None
        self.sessions.asked.append(("mail", (server or "", is_wished, said)))
        self.sessions.mail = self.sessions.mail.model_copy(update={"is_wished": is_wished})


class _Extend(_Base):
    def post(self, server: str | None = None) -> None:
        self.sessions.asked.append(("extend", server or ""))
        status, body = self.sessions.extend
        self.set_status(status)
        self.write(body)
