"""docs/reference/checks.md: every finding of ``officina course check``."""

from __future__ import annotations

from docs_pages.cells import cell, row
from officina_courses.checks.codes import CODES

HEAD = """\
# Findings of `officina course check`

An error stops a course from being published, a warning is advice. A code is stable: it may be
searched for, and is never given to something else. The grader runs the same check when a course is
published, all but OFF060 to OFF062, which only `officina course check --run` looks for, and those
from OFF100 on, which `officina course check --gates` looks for: they close [gates](gates.md).
OFF180 is looked for in both.
Two are the portal's own. OFF900: the learners' version could not be made, and its message says why.
OFF901: a good part of the course, or of a notebook of it, stands in another course here, or a good
part of the course in a package that a peer offers,
too, and how many percent; it is advice to
[fork that one](../howto/share-a-course.md#fork-a-course), and stops nothing.

This page is made from the code; change the tables in `officina_courses/checks/codes.py` and
`gate_codes.py`.

| code | severity | what was found | why it matters | what to do |
|---|---|---|---|---|
"""


def checks_page() -> str:
    """The whole page."""
    rows = (
        row(code, entry.severity, cell(entry.meaning), cell(entry.why), cell(entry.todo))
        for code, entry in CODES.items()
    )
    return HEAD + "".join(rows)
