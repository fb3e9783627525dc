"""What is imported and tried once, so that no fork pays for it again."""

from __future__ import annotations

import contextlib
import gc
import sys
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any

from IPython.core.interactiveshell import InteractiveShell

from officina_courses.grading.runner.outputs import Outputs
from officina_courses.grading.runner.shell import make_shell

A_TRACEBACK = "def halves(x):\n    return x / 0\nhalves(1)"
PRACTICE = {
    "pandas": "import io, pandas\n"
    "table = pandas.read_csv(io.StringIO('place,cores\\nA,1\\nB,2\\n'))\n"
    "display(table, table.describe(), table.groupby('place').sum())",
    "matplotlib.pyplot": "from matplotlib import pyplot\npyplot.plot([1, 2])",
}


def warm_up(modules: Iterable[str]) -> None:
    """Import ``modules`` and whatever showing values, errors, tables and plots imports late.

    A module that is not installed or cannot be imported is left to the notebooks, which get its
    error where they import it.
    """
    shell = make_shell(Outputs(1 << 20))
    fresh = dict(shell.user_ns)
    for name in modules:
        with contextlib.suppress(Exception):
            import_module(name)
    shell.outputs.begin()
    run_cell: Callable[..., object] = shell.run_cell
    for source in (A_TRACEBACK, *(PRACTICE[name] for name in modules if name in PRACTICE)):
        run_cell(source, store_history=True)
    _forget(shell, fresh)


def _forget(shell: InteractiveShell, fresh: dict[str, Any]) -> None:
    """Leave the shell as a fresh one; CUDA is never touched, so torch survives the fork."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close("all")
    shell.reset(new_session=True)  # also clears away names that a fresh shell has
    shell.user_ns.clear()
    shell.user_ns.update(fresh)
    for name in ("last_type", "last_value", "last_traceback", "last_exc"):
        if hasattr(sys, name):
            delattr(sys, name)
    gc.collect()
    gc.freeze()
