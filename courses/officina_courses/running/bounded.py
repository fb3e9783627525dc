"""papermill's engine with a bound on what it keeps: its kernel is in a sandbox, and it is not."""

from __future__ import annotations

import ast
import contextlib
import queue
from typing import Any, Final

from jupyter_core.utils import ensure_async, run_sync
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines

ENGINE = "officina-bounded"
MOST_BYTES = 64 << 20  # of all that the cells of one notebook show
USAGE: Final = "officina_usage"  # the notebook's metadata that says what its kernel used
ANSWER_SECONDS: Final = 5
# Asked of the kernel in one expression, which leaves no name behind.
ASKED: Final = (
    "(lambda own, ended: {'cpu_seconds': own.ru_utime + own.ru_stime + ended.ru_utime"
    " + ended.ru_stime, 'memory_mib': max(own.ru_maxrss, ended.ru_maxrss) / 1024,"
    " 'child_seconds': ended.ru_utime + ended.ru_stime,"
    " 'waited_seconds': max((int(__import__('pathlib').Path(file).read_text().split()[1]) / 1e9"
    " for file in __import__('glob').glob('/proc/self/task/*/schedstat')), default=None)})"
    "(*map(__import__('resource').getrusage, (0, -1)))"
)


class BoundedClient(PapermillNotebookClient):
    """Lets go of outputs when there are too many; the cells run on."""

    _room = MOST_BYTES

    def papermill_execute_cells(self) -> None:
        """Run all cells; then ask the kernel what it used, where it is a Python that answers."""
        super().papermill_execute_cells()
        with contextlib.suppress(RuntimeError, queue.Empty, ValueError, SyntaxError, KeyError):
            self.nb.metadata[USAGE] = ast.literal_eval(run_sync(self._usage)())

    async def _usage(self) -> str:
        asked = self.kc.execute("", silent=True, user_expressions={USAGE: ASKED})
        while True:
            reply = await ensure_async(self.kc.get_shell_msg(timeout=ANSWER_SECONDS))
            if reply["parent_header"].get("msg_id") == asked:
                told: str = reply["content"]["user_expressions"][USAGE]["data"]["text/plain"]
                return told

    def process_message(self, msg: Any, cell: Any, cell_index: int) -> Any:
        """Take in one message of the kernel's, or leave it."""
        self._room -= len(repr(msg["content"])) + sum(map(len, msg["buffers"]))
        if self._room < 0 and not _tells_how_it_goes(msg["msg_type"], cell):
            return None
        return super().process_message(msg, cell, cell_index)


def _tells_how_it_goes(kind: str, cell: Any) -> bool:
    if kind == "error":
        return all(output["output_type"] != "error" for output in cell.outputs)
    return kind == "status"


class BoundedEngine(NBClientEngine):
    """As papermill's own engine, with our client."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        *,
        start_timeout: int = 60,
        execution_timeout: int | None = None,
        input_path: str | None = None,
        **options: Any,
    ) -> Any:
        """Run all cells; called by papermill."""
        return BoundedClient(
            nb_man,
            kernel_name=kernel_name,
            startup_timeout=start_timeout,
            timeout=execution_timeout,
            **options,
        ).execute()


def register() -> str:
    """Make the engine known to papermill; its name there."""
    papermill_engines.register(ENGINE, BoundedEngine)
    return ENGINE
