"""The session as a card: the time that is left, what it uses, more time, and its end."""

from __future__ import annotations

from datetime import timedelta
from html import escape
from typing import TYPE_CHECKING, Any

from officina_widgets.errors import PortalError
from officina_widgets.panels.panel import Panel
from officina_widgets.panels.session_client import SessionClient, SessionStatus
from officina_widgets.panels.view_code import module_code, style

if TYPE_CHECKING:
    import pandas

Row = tuple[str, float | None, float | None, str]


class SessionCard(Panel):
    """How this session stands. In Python: ``time_left``, ``to_frame()``, ``extend()``."""

    _esm = module_code("session")
    _css = style()

    def __init__(self, *, client: SessionClient | None = None, **traits: Any) -> None:
        self._client = client
        super().__init__(**traits)

    @property
    def client(self) -> SessionClient:
        """Who is asked; raises ``NotConfigured`` where there is no session."""
        if self._client is None:
            self._client = SessionClient.from_environment()
        return self._client

    @property
    def status(self) -> SessionStatus:
        """How it stands now."""
        return self.client.look()

    @property
    def time_left(self) -> timedelta | None:
        """Until it ends; None where it has no end."""
        seconds = self.status.seconds_left
        return None if seconds is None else timedelta(seconds=round(seconds))

    def extend(self) -> int:
        """Ask the Hub for more time; returns how many minutes it gave."""
        return self.client.extend().added_minutes

    def to_frame(self) -> pandas.DataFrame:
        """What is used now: a row for the memory, and two for each GPU."""
        import pandas

        return pandas.DataFrame(_rows(self.status), columns=["what", "used", "of", "unit"])

    def _do(self, what: str) -> dict[str, Any]:
        deeds = {"look": self.client.look, "extend": self.client.extend, "stop": self.client.stop}
        return deeds[what]().model_dump(mode="json")

    def __repr__(self) -> str:
        return "SessionCard()"

    def _told(self) -> dict[str, str]:
        try:
            status = self.status
        except PortalError as error:
            return {"text/plain": str(error)}
        left = _left(status)
        cells = [(what, _amount(used, of, unit)) for what, used, of, unit in _rows(status)]
        rows = "".join(f"<tr><th>{escape(what)}</th><td>{said}</td></tr>" for what, said in cells)
        return {
            "text/plain": "\n".join([left, *(f"{what}: {said}" for what, said in cells)]),
            "text/html": f"<table><caption>{left}</caption><tbody>{rows}</tbody></table>",
        }


def _left(status: SessionStatus) -> str:
    if status.seconds_left is None:
        return "This session has no time limit."
    minutes = int(status.seconds_left // 60)
    return f"This session ends in {minutes // 60} h {minutes % 60} min."


def _rows(status: SessionStatus) -> list[Row]:
    use = status.use
    rows: list[Row] = [("memory", use.memory_mib, use.memory_of_mib, "MiB")]
    for number, gpu in enumerate(use.gpus):
        name = f"GPU {number} ({gpu.name})"
        rows.append((name, gpu.percent, 100.0, "%"))
        rows.append((f"{name} memory", gpu.memory_mib, gpu.memory_of_mib, "MiB"))
    return rows


def _amount(used: float | None, of: float | None, unit: str) -> str:
    if used is None:
        return "not known"
    return f"{used:.0f} {unit}" if of is None else f"{used:.0f} of {of:.0f} {unit}"
