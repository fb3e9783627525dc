"""Inside the sandbox: let nbgrader write the tests that AUTOTEST lines ask for.

nbgrader finds the expected values by running the trainer's solution, so this is running code.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from officina_courses.running.protocol import MAX_TEXT, RunOrder, RunResult


def write_out(order: RunOrder, work: Path) -> RunResult:
    """The notebook with plain tests in the place of its AUTOTEST lines."""
    import nbformat
    from nbgrader.preprocessors import InstantiateTests

    read: Callable[..., Any] = nbformat.read
    writes: Callable[[Any], str] = nbformat.writes
    try:
        notebook = read(work / order.notebook, as_version=4)
        made, _ = InstantiateTests().preprocess(notebook, {"metadata": {"path": str(work)}})
    except Exception as error:  # whatever the solution raises ends here
        text = f"{type(error).__name__}: {error}"[:MAX_TEXT]
        return RunResult(outcome="failed", message=text)
    return RunResult(outcome="passed", notebook=writes(made))
