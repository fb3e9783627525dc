"""What a portal answers about a check that came to its end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

MORNING = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
DONE_CHECK = {
    "id": "0" * 36,
    "course_id": "first-steps",
    "exercise_id": "hello",
    "state": "done",
    "asked_at": MORNING,
    "gone_at": MORNING + timedelta(hours=1),
    "result": {
        "notebooks": [
            {
                "name": "hello",
                "state": "graded",
                "notes": ["Some cells were moved; they were run in the order of your notebook."],
                "tasks": [
                    {"grade_id": "test_sum", "verdict": "passed", "has_hidden": True},
                    {
                        "grade_id": "test_mean",
                        "task": {"heading": "The mean", "number": 2, "count": 2},
                        "verdict": "failed",
                        "note": "The test did not pass (AssertionError).",
                        "expected": "2.5",
                        "got": "2",
                        "hints": ["Division of whole numbers has two signs."],
                    },
                    {"grade_id": "essay", "verdict": "by_hand"},
                ],
                "cells": [
                    {"number": 2, "grade_id": "test_sum", "seconds": 0.014},
                    {
                        "number": 3,
                        "seconds": 0.2,
                        "error": "NameError: name 'totl' is not defined",
                        "plain": "A name is used that no cell above has given a value.",
                    },
                    {
                        "number": 4,
                        "grade_id": "test_mean",
                        "seconds": 0.02,
                        "error": "AssertionError",
                        "plain": "The test wants something else.",
                    },
                ],
            }
        ]
    },
}
