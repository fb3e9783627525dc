"""What is said of work that came to nothing, by the kind of work; it is seen after the last try."""

from __future__ import annotations

from typing import Final

UNEXPECTED: Final = {
    "grade": (
        "Something went wrong in the grader at every try, by no fault of this submission. It is "
        "kept and its receipt stays valid. The operator finds the reason in the grader's log as "
        "job {id}; when it is mended, a trainer can have this graded again."
    ),
    "prepare": (
        "Something went wrong in the grader at every try to prepare this release, so it was not "
        "published and learners keep the one before. The operator finds the reason in the "
        "grader's log as job {id}; when it is mended, publish again."
    ),
    "feedback": (
        "Something went wrong in the grader at every try to make this feedback, so what was "
        "published before stays. The operator finds the reason in the grader's log as job {id}; "
        "when it is mended, publish the feedback again."
    ),
    "regrade": (
        "Something went wrong in the grader at every try to grade this again, so its marks are as "
        "before. The operator finds the reason in the grader's log as job {id}."
    ),
    "confirm": (
        "Something went wrong in the grader at every try to write these marks. The operator finds "
        "the reason in the grader's log as job {id}; when it is mended, have this submission "
        "graded again on its own page."
    ),
    "check": (
        "Something went wrong in the grader at every try to run this check, by no fault of your "
        "notebook. The operator finds the reason in the grader's log as job {id}."
    ),
    "undo": (
        "Something went wrong in the grader at every try to put the earlier marks back, so the new "
        "ones were kept. The operator finds the reason in the grader's log as job {id}."
    ),
}
AFTER_REPAIR: Final = {
    "grade": (
        "The submission is kept and its receipt stays valid; after the repair a trainer can have "
        "it graded again."
    ),
    "prepare": (
        "The release was not published and learners keep the one before; after the repair publish "
        "it again."
    ),
    "feedback": (
        "The feedback that was published before stays; after the repair publish the feedback again."
    ),
    "regrade": "The submission's marks are as before; after the repair make a new preview.",
    "confirm": (
        "The submission's marks are as before; after the repair have it graded again on its page."
    ),
    "check": "Nothing was run; after the repair check again.",
    "undo": "The submission keeps the new marks; the earlier ones stand in its history.",
}
