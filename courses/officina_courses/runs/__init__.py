"""Running a course's notebooks by papermill with values of one's own, and keeping what came of it.

A *run* is one notebook with one set of values. ``plan_runs`` says which there are, ``do_runs`` does
those that are not kept yet, ``write_page`` shows them all. What a run was made of (the files of its
exercise, its values, the kernel) makes its *key*: the same key is the same run, so a plan that was
interrupted is taken up where it stopped.
"""

from officina_courses.runs.doing import do_runs
from officina_courses.runs.page import write_page
from officina_courses.runs.place import check_place
from officina_courses.runs.plan import (
    PlannedRun,
    RunRequest,
    parameters_of,
    plan_runs,
    refuse_nothing,
)
from officina_courses.runs.record import RunRecord, kept_records

__all__ = [
    "PlannedRun",
    "RunRecord",
    "RunRequest",
    "check_place",
    "do_runs",
    "kept_records",
    "parameters_of",
    "plan_runs",
    "refuse_nothing",
    "write_page",
]
