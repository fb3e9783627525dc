"""A class that hands in the long exercise: ada and bob alike, cy alone."""

from __future__ import annotations

import json
import random

from portal_house import House
from similar_corpus import Cells, copy_of, long_alone

EXERCISE = "courses/tea/exercises/leaf"
SIMILAR = "courses/tea/teach/exercises/leaf/similar"


def notebook_bytes(cells: Cells) -> bytes:
    """A notebook as a learner's JupyterLab saves it."""
    made = [
        {"cell_type": "code", "source": source, "metadata": {}, "outputs": []}
        for source in cells.values()
    ]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}).encode()


async def hand_in(house: House, user: str, cells: Cells) -> str:
    """Submit these cells; gives the id of the submission."""
    answer = await house.submit(user, {"leaf.ipynb": notebook_bytes(cells)})
    assert answer.status == 201, answer.content
    return str(answer.json["submission_id"])


async def alike(house: House, more: Cells | None = None) -> tuple[str, str]:
    """Two submissions that are nearly the same, with these cells beside, and one that is not."""
    dice = random.Random(8)
    mine = long_alone(dice) | dict(more or {})
    works = {"ada": mine, "bob": copy_of(mine, "all", dice), "tina": long_alone(dice)}
    await house.enrol("bob")
    found = [await hand_in(house, user, cells) for user, cells in works.items()]
    return found[0], found[1]
