"""The Hub's prestart API, for a stub: sessions start when a test says so."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from stub_hub import StubHub
from stub_sessions import GPU
from tornado.web import RequestHandler

from officina_hub.session_api.answers import Fault
from officina_hub.session_api.prestart_answers import (
    RosterAnswer,
    SeatQuote,
    SeatState,
    StatesAnswer,
)

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
BUDGET = Fault(field="account", code="budget", message="You have 3.0 GPU-hours left, so …")


class StubPrestarts:
    """What would be started, and where it stands."""

    def __init__(self) -> None:
        self.seats: dict[str, dict[str, Any]] = {}
        self.refused: dict[str, Fault] = {}
        self.own: set[str] = set()
        self.throttled = 0
        self.is_off = False
        self.broken: set[str] = set()  # plans, or people, about whom the Hub fails
        self.started: list[tuple[str, dict[str, Any]]] = []
        self.ended: list[tuple[str, str]] = []

    def set(self, user: str, state: str, **more: Any) -> None:
        """Let that session be in this state from now on."""
        self.seats[user] = {**self.seats.get(user, {}), "state": state, **more}

    def state(self, user: str, plan: str) -> SeatState:
        seat = self.seats.get(user)
        if user in self.own:
            return SeatState(user=user, state="running")
        if seat is None or seat["state"] == "stopped":
            return SeatState(user=user, state="stopped")
        found = {name: value for name, value in seat.items() if name != "plan"}
        return SeatState.model_validate({**found, "user": user, "is_of_plan": seat["plan"] == plan})


def add_prestarts(hub: StubHub) -> StubPrestarts:
    """Teach the stub to prepare sessions."""
    prestarts = StubPrestarts()
    known: dict[str, Any] = {"prestarts": prestarts}
    root = r"/hub/api/officina/prestarts"
    hub._server.request_callback.add_handlers(
        r".*",
        [
            (rf"{root}/quotes", _Quotes, known),
            (rf"{root}/states", _States, known),
            (rf"{root}/seats/([^/]+)", _Seat, known),
        ],
    )
    return prestarts


class _Base(RequestHandler):
    def initialize(self, prestarts: StubPrestarts) -> None:
        self.prestarts = prestarts

    def prepare(self) -> None:
        if self.prestarts.is_off:
            self.send_error(404)
        elif self.request.headers.get("Authorization") != "token portal":
            self.send_error(403)

    def fail(self) -> None:
        """As JupyterHub answers where something went wrong that nobody foresaw."""
        self.set_status(500)
        self.write({"status": 500, "message": "Internal Server Error"})


class _Quotes(_Base):
    def post(self) -> None:
        body = json.loads(self.request.body)
        gpus, minutes = int(body["choice"].get("gpus", 1)), int(body["choice"].get("minutes", 60))
        offer = GPU if body["choice"].get("profile") == "gpu" else None
        seats = tuple(self._quote(user, gpus * minutes / 60) for user in body["users"])
        self.write(RosterAnswer(seats=seats, offer=offer).model_dump_json())

    def _quote(self, user: str, hours: float) -> SeatQuote:
        if user in self.prestarts.own:
            return SeatQuote(user=user, is_active=True)
        if user in self.prestarts.refused:
            return SeatQuote(user=user, faults=(self.prestarts.refused[user],))
        return SeatQuote(user=user, gpu_hours=hours)


class _States(_Base):
    def post(self) -> None:
        body = json.loads(self.request.body)
        if body["plan"] in self.prestarts.broken:
            self.fail()
            return
        seats = tuple(self.prestarts.state(user, body["plan"]) for user in body["users"])
        self.write(StatesAnswer(seats=seats).model_dump_json())


class _Seat(_Base):
    def put(self, user: str) -> None:
        prestarts, body = self.prestarts, json.loads(self.request.body)
        if prestarts.throttled:
            prestarts.throttled -= 1
            self.set_status(429)
            self.set_header("Retry-After", "20")
            self.write({"status": 429, "message": "Too many users trying to log in right now."})
            return
        if user in prestarts.broken:
            self.fail()
            return
        if user in prestarts.refused:
            refused = SeatState(user=user, state="stopped", refusal=prestarts.refused[user])
            self.write(refused.model_dump_json())
            return
        is_alive = prestarts.seats.get(user, {"state": "stopped"})["state"] != "stopped"
        if user not in prestarts.own and not is_alive:
            prestarts.started.append((user, body))
            prestarts.seats[user] = {"state": "waiting", "plan": body["plan"], "job": "4711"}
        self.write(prestarts.state(user, body["plan"]).model_dump_json())

    def delete(self, user: str) -> None:
        plan = self.get_query_argument("plan")
        self.prestarts.ended.append((user, plan))
        seat = self.prestarts.seats.get(user)
        if seat and seat["plan"] == plan and not seat.get("is_opened"):
            seat["state"] = "stopped"
        self.write(self.prestarts.state(user, plan).model_dump_json())
