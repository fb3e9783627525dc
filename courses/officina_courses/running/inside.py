"""The program inside the sandbox: runs one notebook by papermill and reports one JSON object.

It is started as ``python -m officina_courses.running.inside FD`` with a ``RunOrder`` as JSON on its
standard input, and writes a ``RunResult`` to the file descriptor FD.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

from officina_courses.running.protocol import MAX_TEXT, RunOrder, RunResult


def main() -> None:
    """Run what is ordered, and always report."""
    report_to = int(sys.argv[1])
    os.set_inheritable(report_to, False)  # noqa: FBT003 - the standard library's own
    order = RunOrder.model_validate_json(sys.stdin.buffer.read())
    work = Path.home() / "work"
    shutil.copytree(order.folder, work)
    os.chdir(work)
    result = _run(order, work)
    with os.fdopen(report_to, "wb") as report:
        report.write(result.model_dump_json().encode())


def _run(order: RunOrder, work: Path) -> RunResult:
    import papermill
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError
    from traitlets.config import Config

    ran = Path.home() / "ran.ipynb"
    try:
        papermill.execute_notebook(
            str(work / order.notebook),
            str(ran),
            kernel_name=order.kernel,
            progress_bar=False,
            cwd=str(work),
            execution_timeout=order.cell_timeout_seconds,
            # The sandbox has no network, not even the loopback that kernels speak over by default.
            config=Config({"KernelManager": {"transport": "ipc"}}),
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


if __name__ == "__main__":
    main()
