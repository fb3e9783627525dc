"""Checks as a learner asks for them, and what a grader would hand in."""

from __future__ import annotations

from typing import Any

from portal_house import Answer, House, tar_of

CHECKED = {
    "message": "",
    "notebooks": [
        {
            "name": "leaf",
            "state": "graded",
            "tasks": [
                {"grade_id": "test_a", "verdict": "passed", "has_hidden": True},
                {
                    "grade_id": "test_b",
                    "verdict": "failed",
                    "note": "The test did not pass (NameError).",
                    "expected": "4",
                    "got": "5",
                    "hints": ["Think of the empty list."],
                },
            ],
            "cells": [
                {
                    "number": 3,
                    "grade_id": "test_b",
                    "seconds": 0.25,
                    "error": "NameError: name 'leaf' is not defined",
                    "plain": "Something is divided by zero.",
                }
            ],
        }
    ],
}


async def ask_check(
    house: House,
    name: str = "ada",
    exercise: str = "leaf",
    content: bytes = b"{}",
    course_id: str = "tea",
    **options: Any,
) -> Answer:
    """Have ``<exercise>.ipynb`` checked."""
    tar = tar_of({f"{exercise}.ipynb": content})
    path = f"courses/{course_id}/exercises/{exercise}/checks"
    return await house.ask("POST", path, name, tar=tar, **options)


async def see_check(house: House, check_id: str, query: str = "", **options: Any) -> Answer:
    """The check as ada sees it."""
    return await house.ask("GET", f"checks/{check_id}{query}", "ada", **options)


def files_of(house: House) -> list[str]:
    """The checks of which a package lies there."""
    return sorted(path.name for path in house.settings.checks.iterdir())
