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
    "prove": (
        "Something went wrong in the grader at every try to run this course, so it is not proved "
        "here. The operator finds the reason in the grader's log as job {id}; when it is mended, "
        "have it run again."
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
    "prove": "The course is not proved; after the repair have it run again.",
    "undo": "The submission keeps the new marks; the earlier ones stand in its history.",
}
TOO_MUCH_MEMORY: Final = {
    "grade": (
        "Grading this takes more memory than a grader may have, so it was set aside and your work "
        "is kept. Most often its cells show very much: print less, clear the outputs and hand it "
        "in again, or ask your trainer."
    ),
    "prepare": (
        "Preparing this release takes more memory than a grader may have, so it was not published "
        "and learners keep the one before. Take large texts and pictures out of its notebooks, put "
        "them into files beside, and publish again."
    ),
    "feedback": (
        "Making this feedback takes more memory than a grader may have, so what was published "
        "before stays. Most often the notebook shows very much, or has very long comments."
    ),
    "regrade": (
        "Grading this again takes more memory than a grader may have, so it was left out of the "
        "preview and its marks are as before."
    ),
    "confirm": (
        "Grading this once more takes more memory than a grader may have, so its marks are as "
        "before. Look at this submission yourself."
    ),
    "prove": (
        "Running this course takes more memory than a grader may have, so it is not proved here. "
        "Most often its cells show very much: tell those who made it."
    ),
    "undo": (
        "Putting the earlier marks back takes more memory than a grader may have, so the new ones "
        "were kept. The earlier ones stand in the submission's history."
    ),
    "check": (
        "This check takes more memory than a grader may have. Most often cells show very much: "
        "print less and check again. Handing in is not affected."
    ),
}
