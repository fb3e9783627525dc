"""What goes on in this Jupyter server: its kernels, its terminals, its machine.

Requests alone are no sign: an open JupyterLab asks for its kernels and files every few seconds,
whether or not somebody sits before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from officina_widgets.session.idleness import Rule, Signs
from officina_widgets.session.signals import CpuMeter, gpu_percent

TIMES: Final = "last_activity_times"
OURS: Final = "officina_session"


class ServerActivity:
    """Looks at one server through its web application's settings."""

    def __init__(self, settings: dict[str, Any], rule: Rule) -> None:
        self._settings = settings
        self._rule = rule
        self._cpu = CpuMeter()

    async def look(self) -> Signs:
        """Everything that can be seen now; the driver is asked only where it decides something."""
        signs = Signs(
            is_busy=any(state == "busy" for state in self._kernel_states()),
            last_kernel=self._settings["kernel_manager"].last_kernel_activity.timestamp(),
            last_terminal=self._last_terminal(),
            cpu_percent=self._cpu.percent(),
        )
        if self._rule.minutes <= 0 or self._rule.is_working(signs):
            return signs
        return signs._replace(gpu_percent=await gpu_percent())

    def report_work(self) -> None:
        """Let the server count this moment, and so tell the Hub.

        Jupyter Server counts what a kernel sends, so a cell that computes for hours without a word
        would look idle, and the Hub's culler would end it.
        """
        self._settings[TIMES][OURS] = datetime.now(UTC)

    def _kernel_states(self) -> list[str]:
        manager = self._settings["kernel_manager"]
        kernels = [manager.get_kernel(number) for number in manager.list_kernel_ids()]
        return [str(getattr(kernel, "execution_state", "")) for kernel in kernels]

    def _last_terminal(self) -> float | None:
        manager = self._settings.get("terminal_manager")
        terminals: Mapping[str, Any] = getattr(manager, "terminals", {})
        shown = [getattr(terminal, "last_activity", None) for terminal in terminals.values()]
        typed = self._settings.get("terminal_last_activity")
        return max((each.timestamp() for each in [*shown, typed] if each), default=None)
