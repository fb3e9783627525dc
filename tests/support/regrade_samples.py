"""A class whose test was mended: what its graders answered, and what they would answer now."""

from __future__ import annotations

import json
from typing import Any

from page_house import PageHouse
from page_samples import NOON
from portal_house import NOTEBOOK
from sqlalchemy import update
from stub_hub import person

from officina_courses.marks import CellMark, Grade, NotebookMark
from officina_hub.portal.db import tables as t
from officina_widgets.wire import GradeResult

# By learner: points of the test before and after, and whether a trainer marked the essay.
CLASS = {
    "ada": (2.0, 6.0, False),
    "bob": (5.0, 5.0, True),
    "cem": (10.0, 8.5, False),
    "dana": (0.0, 4.0, False),
    "eva": (2.0, 6.0, False),
}


def marks(points: float, *, by_hand: bool = False) -> Grade:
    """A test cell with these points, and an essay that a trainer may have marked."""
    cells = (
        CellMark(grade_id="test_mean", score=points, max_score=10),
        CellMark(grade_id="essay", score=2 if by_hand else 0, max_score=2, by_hand=by_hand),
    )
    score = points + (2 if by_hand else 0)
    notebook = NotebookMark(name="leaf", state="graded", score=score, max_score=12, cells=cells)
    return Grade(
        score=score, max_score=12, needs_manual=False, notebooks=(notebook,), graded_at=NOON
    )


async def answer(house: PageHouse, result: dict[str, Any]) -> dict[str, Any]:
    """Do the next piece of work; gives the job."""
    claimed = await house.ask("POST", "queue/claim", "grader", send={"worker": "w"})
    assert claimed.status == 200, claimed.content
    job = dict(claimed.json)
    sent = await house.ask(
        "POST",
        f"queue/{job['id']}/result",
        "grader",
        send={"lease": job["lease"], **result},
    )
    assert sent.status == 204, sent.content
    return job


def result(grade: Grade, tests: str) -> dict[str, Any]:
    """The grader's answer."""
    found = GradeResult(state="graded", grade=grade, tests=tests)
    return {"grade": json.loads(found.model_dump_json())}


async def marked_class(house: PageHouse) -> dict[str, str]:
    """Everybody handed in and is marked, then the test was mended; gives ids by learner."""
    ids = {}
    for name, (before, _, by_hand) in CLASS.items():
        house.hub.tokens[name] = person(name)
        await house.enrol(name)
        sent = await house.submit(name, {"leaf.ipynb": NOTEBOOK + name.encode()})
        ids[name] = str(sent.json["submission_id"])
        await answer(house, result(marks(before, by_hand=by_hand), "old"))
    with house.portal.database.writing() as session:
        session.execute(update(t.Exercise).where(t.Exercise.id == "leaf").values(tests="new"))
    return ids


async def previewed_class(house: PageHouse) -> str:
    """The preview of ``marked_class``, ready; eva's could not be graded again. Gives its id."""
    begun = await house.ask("POST", "courses/tea/exercises/leaf/regrades", "tina")
    await preview_all(house)
    return str(begun.json["id"])


async def preview_all(house: PageHouse) -> None:
    """Do all the work of a preview."""
    for name, (_, after, by_hand) in CLASS.items():
        if name == "eva":
            message = "The notebook asks for the kernel 'ir', and this grader has none."
            await answer(house, {"failure": {"message": message, "retry": False}})
        else:
            await answer(house, result(marks(after, by_hand=by_hand), "new"))


async def write_all(house: PageHouse) -> None:
    """Write what was confirmed, as the grader would; cem's comes out otherwise."""
    for name, (_, after, by_hand) in CLASS.items():
        if name == "cem":
            message = "Graded once more, it came out otherwise than in the preview."
            await answer(house, {"failure": {"message": message, "retry": False}})
        elif name != "eva":
            await answer(house, result(marks(after, by_hand=by_hand), "new"))
