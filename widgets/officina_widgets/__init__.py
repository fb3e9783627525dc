"""The notebook side: the REST client, the nbgrader exchange and the server extension.

It runs in the learner's own server and holds no right but that server's hub token. What people call
in a notebook, such as ``officina_widgets.check()`` and ``officina_widgets.find_datasets()``, is
loaded when it is first used, because every session imports this package.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from officina_widgets.checks.asking import check
    from officina_widgets.finding.agreed import get_dataset
    from officina_widgets.finding.asking import find_courses, find_datasets, find_services
    from officina_widgets.finding.finder import CourseFinder, DatasetFinder, ServiceFinder
    from officina_widgets.finding.record_card import RecordCard
    from officina_widgets.panels.course_progress import CourseProgress
    from officina_widgets.panels.session_card import SessionCard

__all__ = [
    "CourseFinder",
    "CourseProgress",
    "DatasetFinder",
    "RecordCard",
    "ServiceFinder",
    "SessionCard",
    "check",
    "find_courses",
    "find_datasets",
    "find_services",
    "get_dataset",
]

_HOMES: Final = {
    "CourseFinder": "finding.finder",
    "CourseProgress": "panels.course_progress",
    "DatasetFinder": "finding.finder",
    "RecordCard": "finding.record_card",
    "ServiceFinder": "finding.finder",
    "SessionCard": "panels.session_card",
    "check": "checks.asking",
    "find_courses": "finding.asking",
    "find_datasets": "finding.asking",
    "find_services": "finding.asking",
    "get_dataset": "finding.agreed",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
