"""Run one notebook by papermill, in a sandbox or with a kernel in one; say which cell failed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from officina_courses.running.protocol import MAX_TEXT, RunOrder, RunResult


def execute(order: RunOrder, work: Path, ran: Path, **how: Any) -> RunResult:
    """Run the notebook in the folder ``work``; ``ran`` becomes what papermill writes.

    ``how`` are papermill's further arguments: which engine, and whose kernels.
    """
    import papermill
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    try:
        papermill.execute_notebook(
            str(work / order.notebook),
            str(ran),
            kernel_name=order.kernel,
            progress_bar=False,
            cwd=str(work),
            execution_timeout=order.cell_timeout_seconds,
            **how,
        )
    except PapermillExecutionError as error:
        text = f"{error.ename}: {error.evalue}"[:MAX_TEXT]
        return RunResult(outcome="failed", cell_index=error.cell_index, message=text)
    except CellTimeoutError:
        return RunResult(outcome="timeout", cell_index=_running_cell(ran))
    except DeadKernelError:
        return RunResult(outcome="died", cell_index=_running_cell(ran))
    except NoSuchKernel:
        return RunResult(outcome="impossible", message=f'there is no kernel "{order.kernel}"')
    return RunResult(outcome="passed")


def _running_cell(ran: Path) -> int | None:
    """The cell that did not come back: the last that papermill started, by what it saved."""
    try:
        cells: list[dict[str, Any]] = json.loads(ran.read_bytes())["cells"]
    except (OSError, ValueError, KeyError):
        return None
    marks = [cell.get("metadata", {}).get("papermill", {}) for cell in cells]
    return max((index for index, mark in enumerate(marks) if mark.get("start_time")), default=None)
