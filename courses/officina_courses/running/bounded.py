"""papermill's engine with a bound on what it keeps: its kernel is in a sandbox, and it is not."""

from __future__ import annotations

from typing import Any

from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines

ENGINE = "officina-bounded"
MOST_BYTES = 64 << 20  # of all that the cells of one notebook show


class BoundedClient(PapermillNotebookClient):
    """Lets go of outputs when there are too many; the cells run on."""

    _room = MOST_BYTES

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
