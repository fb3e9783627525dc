"""docs/reference/gates.md: what a course must pass before it is shared."""

from __future__ import annotations

from docs_pages.cells import cell, row
from officina_courses.checks.codes import CODES
from officina_courses.gates.measuring import BUDGETS, PATIENCE
from officina_courses.gates.table import GATES

HEAD = """\
# Gates

`officina course check FOLDER --gates` takes a course through these gates. Each is passed, closed
or, where something stood in the way before, not tried; the exit code is 0 when all are passed.
Those that run grade three kinds of versions of each notebook in the sandbox, by the engine that
grades learners: the trainer's solution (twice), the learners' version untouched, and each [wrong
answer](../howto/write-a-good-exercise.md#wrong-answers). The solution also runs as
[`officina course run`](../howto/run-a-course.md) runs it, for its time and memory.

They run with the profile `smoke` where the course has one, or with those of `--profile`; a further
profile runs and grades the solution alone. A notebook may take {budgets}, with any other profile
its exercise's minutes, and {patience} times that before the gate closes, because machines differ.
Held against that is the time on a quiet machine: what the notebook computed, spread over two
processors, and what it slept or waited for. Time in which it was ready and other work had the
processors is the machine's, and is told beside it.
Memory may be `memory_mib` of `course.toml`. A notebook with a cell that ran longer than
`cell_timeout_seconds` is not graded with that profile: each version would wait as long for it.

An error closes a gate. In the gates marked *strict* a warning does, too. [Findings](checks.md) says
what each code means and what to do.

This page is made from the code; change `officina_courses/gates/table.py`.

| gate | name | question | runs notebooks | findings |
|---|---|---|---|---|
"""


def gates_page() -> str:
    """The whole page."""
    budgets = " and ".join(f"{seconds:.0f} s with `{name}`" for name, seconds in BUDGETS.items())
    rows = (
        row(
            gate.id,
            gate.title + (" (strict)" if gate.is_strict else ""),
            cell(gate.question),
            "yes" if gate.runs else "no",
            ", ".join(sorted(code for code in gate.codes if code in CODES)),
        )
        for gate in GATES
    )
    return HEAD.format(budgets=budgets, patience=PATIENCE) + "".join(rows)
