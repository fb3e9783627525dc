"""A second look, in a sandbox of its own, at the tests that passed.

Trying a test leaves traces wherever a fork shares something with its copies: counters in shared
memory, queues, pipes, sockets, files outside the working folder. So the pass that gives marks tries
nothing, as nbgrader does not, and what trying spoils costs no mark.
"""

from __future__ import annotations

from collections.abc import Collection

from officina_courses.grading.engine import Engine, Pass, PassRan, Trust


def believed(engine: Engine, work: Pass, ran: PassRan, tests: Collection[str]) -> PassRan:
    """``ran`` with the word of a further pass on each of ``tests`` that passed in it."""
    passed = {c.key: c.seconds for c in ran.cells if c.key in tests and c.status == "ok"}
    if not passed or ran.end == "tampered":
        return ran
    tried = engine.run(work._replace(purpose="mark", tried=passed))
    trusts = {cell.key: cell.trust for cell in tried.cells}
    cells = tuple(
        cell._replace(trust=_of_both(cell.trust, trusts.get(cell.key)))
        if cell.key in passed
        else cell
        for cell in ran.cells
    )
    if tried.end == "tampered":
        return PassRan(cells, tried.end, tried.detail)
    return ran._replace(cells=cells)


def _of_both(first: Trust | None, second: Trust | None) -> Trust:
    """The pass that gave the mark may have seen what the one that tried it did not."""
    return "unjudged" if first == "unjudged" and second == "sound" else second or "unjudged"
