"""The IPython shell that runs learners' cells without a kernel and catches all that they show."""

from __future__ import annotations

import builtins
import sys
from typing import Any, NoReturn

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from officina_courses.grading.runner.outputs import Outputs, Stream


class InputIsNotPossibleError(RuntimeError):
    """A cell asked for the keyboard, and nobody sits there while a notebook is graded."""


def _no_input(prompt: object = "") -> NoReturn:
    raise InputIsNotPossibleError(
        "input() waits for somebody to type, and nobody does while a notebook is graded. "
        "Put the value into a variable instead."
    )


class CatchingDisplayHook(DisplayHook):
    """Keeps the value of a cell's last expression."""

    shell: CellShell

    def write_output_prompt(self) -> None:
        """Nothing: the notebook shows the prompt."""

    def write_format_data(
        self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None
    ) -> None:
        self.shell.outputs.rich("execute_result", format_dict, md_dict)

    def finish_displayhook(self) -> None:
        self._is_active = False

    def log_output(self, format_dict: dict[str, Any]) -> None:
        """Nothing: there is no history to log to."""


class CatchingPublisher(DisplayPublisher):
    """Keeps what cells display."""

    shell: CellShell

    def publish(  # type: ignore[override]  # without "source", gone since IPython 3
        self, data: dict[str, Any], metadata: dict[str, Any] | None = None, **_: object
    ) -> None:
        self.shell.outputs.rich("display_data", data, metadata)

    def clear_output(self, wait: bool = False) -> None:  # noqa: FBT001, FBT002 - IPython's signature
        self.shell.outputs.clear(wait=wait)


class CellShell(InteractiveShell):
    """An InteractiveShell with our outputs in the place of a terminal."""

    outputs: Outputs
    system = InteractiveShell.system_raw  # its text arrives by the caught descriptors

    def _showtraceback(self, etype: type[BaseException], evalue: object, stb: list[str]) -> None:
        try:
            message = str(evalue)
        except Exception:
            message = "(its message cannot be shown)"
        if issubclass(etype, InputIsNotPossibleError | KeyboardInterrupt):
            stb = [f"{etype.__name__}: {message}"]  # the frames would be ours, not the learner's
        self.outputs.error(etype.__name__, message, list(stb))

    def enable_gui(self, gui: str | None = None) -> None:
        """Nothing: there is no screen."""

    def ask_exit(self) -> None:
        """Nothing: ``exit()`` in a cell must not cost the marks of the cells after it."""


def make_shell(outputs: Outputs) -> CellShell:
    """A fresh shell; from here on standard output and error are the cells'."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"  # readable in light and dark, by everybody
    config.InteractiveShell.display_page = True
    CellShell.outputs = outputs
    shell = CellShell.instance(
        config=config,
        displayhook_class=CatchingDisplayHook,
        display_pub_class=CatchingPublisher,
    )
    builtins.input = _no_input
    sys.stdout = Stream(outputs, "stdout", 1)
    sys.stderr = Stream(outputs, "stderr", 2)
    sys.argv = [""]
    return shell
