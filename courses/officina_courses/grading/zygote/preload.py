"""What is imported and tried once, so that no fork pays for it again."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

from IPython.core.interactiveshell import InteractiveShell

from officina_courses.grading import frames
from officina_courses.grading.examiner.asking import Line
from officina_courses.grading.examiner.given import Given
from officina_courses.grading.examiner.namespace import Names
from officina_courses.grading.examiner.testing import Hidden, run_test
from officina_courses.grading.runner.outputs import Outputs
from officina_courses.grading.runner.shell import make_shell

VALUES = """
import math
def squares(n): return [k * k for k in range(n)]
print(math.pi, {"a": (1, None)})
[squares(3), "text", 2.5, {"a": {1}}]
"""
A_TEST = "assert math.sqrt(4) == 2\n# hidden\nassert [2] == [math.sqrt(4)]\n1.5"
A_TRACEBACK = "def halves(x):\n    return x / 0\nhalves(1)"
A_TABLE = """
import io, pandas
table = pandas.read_csv(
    io.StringIO("place,day,cores\\nA,2026-01-01,1\\nB,2026-01-02,2\\n"), parse_dates=["day"]
)
display(table, table.describe(), table["cores"].mean(), table.dropna().query("cores > 0"))
table.groupby("place")["cores"].agg(["sum", "mean"]).sort_values("sum").reset_index()
table.merge(table, on="place").pivot_table(index="place", values="cores_x")
"""
A_PLOT = """
from matplotlib import pyplot
figure, axes = pyplot.subplots()
axes.plot([1, 2], label="a")
axes.bar([1, 2], [1, 2])
axes.set(xlabel="x", ylabel="y", title="both")
axes.legend()
"""
A_PLOTTED_TABLE = """
import pandas
pandas.DataFrame({"place": ["A", "B"], "cores": [1, 2]}).plot.bar(x="place", y="cores")
"""
# What is tried where all of these modules are there.
PRACTICE = (
    ((), VALUES),  # IPython makes what shows them when the first is shown
    ((), A_TRACEBACK),
    (("pandas",), A_TABLE),
    (("matplotlib.pyplot",), A_PLOT),
    (("matplotlib.pyplot", "pandas"), A_PLOTTED_TABLE),
)


class LeavesThreadsError(Exception):
    """The module of that name started a thread when it was imported."""


def warm_up(modules: Iterable[str]) -> None:
    """Import ``modules`` and whatever showing values, errors, tables and plots imports late.

    A module that is not installed or cannot be imported is left to the notebooks, which get its
    error where they import it.

    Raises
    ------
    LeavesThreadsError
        After a module that started a thread: no fork would have it.

    """
    shell = make_shell(Outputs(1 << 20))
    fresh = dict(shell.user_ns)
    for name in modules:
        before = _threads()
        with contextlib.suppress(Exception):
            import_module(name)
        if _threads() > before:
            raise LeavesThreadsError(name)
    shell.outputs.begin()
    run_cell: Callable[..., object] = shell.run_cell
    for needed, source in PRACTICE:
        if sys.modules.keys() >= set(needed):
            run_cell(source, store_history=True)
    frames.pack({"outputs": shell.outputs.take()})
    _show_before_drawing(shell)
    _try_a_test()
    _forget(shell, fresh)


def _threads() -> int:
    """Those of libraries too, of which Python does not know."""
    return len(list(Path("/proc/self/task").iterdir()))


def _show_before_drawing(shell: InteractiveShell) -> None:
    """After a cell first show its figures, which draws and closes them, then draw what is left.

    Matplotlib registers it the other way round, and so draws each figure once for nobody.
    """
    draw = getattr(sys.modules.get("matplotlib.pyplot"), "_draw_all_if_interactive", None)
    if draw in shell.events.callbacks["post_execute"]:
        shell.events.unregister("post_execute", draw)
        shell.events.register("post_execute", draw)


def _try_a_test() -> None:
    """One of an examiner's, which asks for nothing of a learner's."""
    ends = os.pipe()
    hidden = Hidden()
    hidden.know("<practice>", ((2, 3),))
    names = Names(Line(ends[0]), Given({"math": "import math"}))
    run_test(A_TEST, "<practice>", names, hidden, lambda is_hidden: None)
    for end in ends:
        os.close(end)


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
