"""The session, asked from one of its kernels by the way that its own server has for them."""

from __future__ import annotations

import os
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from officina_widgets.environment import SESSION_KEY_VARIABLE, SESSION_URL_VARIABLE
from officina_widgets.errors import NotConfigured, PortalBroken
from officina_widgets.transport import Patience, Transport

QUICK: Final = Patience(connect_seconds=2, read_seconds=30, tries=1)

NO_SESSION = (
    "This kernel was not started by a session of the hub, so nobody knows how long it runs. Open "
    "the notebook in a session that you start from the launch page."
)
UNREADABLE = (
    "The session's server answered in a way that this kernel does not understand, so nothing is "
    "known of its time. Restart your server, so that both have the same version."
)


class _Read(BaseModel):
    """What is read of an answer; a server that is newer than this kernel may tell more."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class GpuUse(_Read):
    """One of the session's GPUs."""

    name: str
    percent: float | None = None
    memory_mib: float | None = None
    memory_of_mib: float | None = None


class Use(_Read):
    """What the session uses now."""

    memory_mib: float | None = None
    memory_of_mib: float | None = None
    gpus: tuple[GpuUse, ...] = ()


class SessionStatus(_Read):
    """One look at the session."""

    ends_at: float | None = None
    seconds_left: float | None = None
    extension_minutes: int = 0
    added_minutes: int = 0
    is_ending: bool = False
    use: Use = Use()


class SessionClient:
    """Asks the session's own server; raises ``PortalError`` with a sentence for the person."""

    def __init__(self, url: str, key: str) -> None:
        self._transport = Transport(url, key, QUICK)

    @classmethod
    def from_environment(cls) -> SessionClient:
        """With what the server gave to this kernel; raises ``NotConfigured`` where it gave none."""
        url, key = (os.environ.get(name) for name in (SESSION_URL_VARIABLE, SESSION_KEY_VARIABLE))
        if not url or not key:
            raise NotConfigured(NO_SESSION, code="no-session")
        return cls(url, key)

    def look(self) -> SessionStatus:
        """How it stands."""
        return self._send("GET", "session")

    def extend(self) -> SessionStatus:
        """Ask the Hub for more time; it may refuse with its reason."""
        return self._send("POST", "session", "extend")

    def stop(self) -> SessionStatus:
        """Run the checkpoint scripts, and end it; nothing that is only in memory is kept."""
        return self._send("POST", "session", "stop")

    def _send(self, method: str, *segments: str) -> SessionStatus:
        response = self._transport.json(method, *segments)
        try:
            return SessionStatus.model_validate_json(response.content)
        except ValidationError as error:
            raise PortalBroken(UNREADABLE, code="unknown-answer") from error
