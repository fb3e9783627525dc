"""Keeps ``nbgrader autograde`` from running learners' code in a course's own server.

nbgrader makes its exporter before it touches any file, so refusing there leaves every graded
submission as it is (a refusing preprocessor would have the old marks' files deleted first).
"""

from __future__ import annotations

from typing import NoReturn

from nbconvert.exporters import NotebookExporter
from nbgrader.converters.base import NbGraderException

REFUSAL = (
    "nbgrader autograde is switched off here: it would run learners' code with this course's "
    "rights over solutions and gradebook. Nothing was changed. Submissions are graded by the "
    "portal's queue as they arrive; to have one graded again, use Autograde in formgrader or "
    "Regrade on your page of the course."
)


class NoAutograde(NotebookExporter):
    """Set as ``c.Autograde.exporter_class``; refuses to exist."""

    def __init__(self, **kwargs: object) -> NoReturn:
        parent = kwargs.get("parent")
        if parent is not None:
            parent.log.error(REFUSAL)  # type: ignore[attr-defined]  # a LoggingConfigurable
        raise NbGraderException(REFUSAL)
