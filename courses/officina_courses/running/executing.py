"""Run one notebook by papermill, in a sandbox or with a kernel in one; say which cell failed."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from officina_courses.running.bounded import USAGE, register
from officina_courses.running.protocol import MAX_TEXT, RunOrder, RunResult, Usage


def execute(order: RunOrder, work: Path, ran: Path, **how: Any) -> RunResult:
    """Run the notebook in the folder ``work``; ``ran`` becomes what papermill writes.

    ``how`` are papermill's further arguments: whose kernels.
    """
    result = _executed(order, work, ran, how)
    with contextlib.suppress(OSError):
        text = ran.read_text(encoding="utf-8")
        return result.model_copy(update={"notebook": text, "usage": _usage(text)})
    return result


def _executed(order: RunOrder, work: Path, ran: Path, how: dict[str, Any]) -> RunResult:
    import papermill
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    try:
        papermill.execute_notebook(
            str(work / order.notebook),
            str(ran),
            parameters=order.parameters,
            engine_name=register(),
            kernel_name=order.kernel,
            language=_language(order.kernel),
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
    except RuntimeError as error:  # jupyter_client's, of a kernel that ends or is silent at first
        text = f"its kernel did not start, most often for want of memory ({error})"
        return RunResult(outcome="impossible", message=text[:MAX_TEXT])
    return RunResult(outcome="passed")


def _language(kernel: str) -> str:
    """What papermill writes values in: a notebook need not say it, its kernel does."""
    from jupyter_client.kernelspec import KernelSpecManager

    language: str = KernelSpecManager().get_kernel_spec(kernel).language
    return language


def _usage(text: str) -> Usage | None:
    try:
        return Usage.model_validate(json.loads(text)["metadata"][USAGE])
    except (ValueError, KeyError, TypeError, ValidationError):
        return None


def _running_cell(ran: Path) -> int | None:
    """The cell that did not come back: the last that papermill started, by what it saved."""
    try:
        cells: list[dict[str, Any]] = json.loads(ran.read_bytes())["cells"]
    except (OSError, ValueError, KeyError):
        return None
    marks = [cell.get("metadata", {}).get("papermill", {}) for cell in cells]
    return max((index for index, mark in enumerate(marks) if mark.get("start_time")), default=None)
