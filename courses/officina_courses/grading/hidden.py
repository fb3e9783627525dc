"""The lines of a cell that learners do not get: hidden tests and mark schemes."""

from __future__ import annotations

# What nbgrader keeps in the gradebook and cuts from the release: first line, last line.
HIDDEN_TESTS = ("BEGIN HIDDEN TESTS", "END HIDDEN TESTS")
MARK_SCHEME = ("BEGIN MARK SCHEME", "END MARK SCHEME")


def visible(source: str) -> str:
    """A cell's source as learners get it: without hidden tests and mark scheme."""
    return _without(_without(source, *HIDDEN_TESTS), *MARK_SCHEME)


def hidden_lines(source: str) -> list[tuple[int, int]]:
    """First and last line, counted from one, of each hidden region, its markers included."""
    begin, end = HIDDEN_TESTS
    regions: list[tuple[int, int]] = []
    first = 0
    lines = source.split("\n")
    for number, line in enumerate(lines, start=1):
        if begin in line:
            first = first or number
        elif end in line and first:
            regions.append((first, number))
            first = 0
    return [*regions, (first, len(lines))] if first else regions


def has_hidden_code(source: str) -> bool:
    """Whether a hidden region has anything but comments, such as hints, in it."""
    lines = source.split("\n")
    inside = (line for first, last in hidden_lines(source) for line in lines[first - 1 : last])
    return any(line.strip() and not line.strip().startswith("#") for line in inside)


def _without(source: str, begin: str, end: str) -> str:
    kept: list[str] = []
    hidden = False
    for line in source.split("\n"):
        if begin in line:
            hidden = True
        elif end in line:
            hidden = False
        elif not hidden:
            kept.append(line)
    return "\n".join(kept)
