"""What a grader does with the portal's queue, one step at a time, and what can be seen of it."""

from __future__ import annotations

from typing import Any

from portal_house import NOON, House

GRADE = {
    "score": 7.0,
    "max_score": 10.0,
    "needs_manual": False,
    "graded_at": NOON.isoformat(),
    "notebooks": [{"name": "leaf", "state": "graded", "score": 7.0, "max_score": 10.0}],
}
GRADED = {
    "state": "graded",
    "message": "",
    "grade": GRADE,
    "feedback": [{"notebook": "leaf", "html": "<p>well done</p>"}],
}
UNGRADABLE = {"state": "ungradable", "message": "The notebook has another kernel."}


async def claim(house: House, worker: str = "w1", wait_seconds: int = 0) -> Any:
    """The next piece of work; None where none came in time."""
    asked = {"worker": worker, "wait_seconds": wait_seconds}
    answer = await house.ask("POST", "queue/claim", "grader", send=asked)
    assert answer.status in {200, 204}
    return answer.json if answer.status == 200 else None


async def hand_in(house: House, job: Any, **what: Any) -> int:
    """Hand in what came of it; gives the status of the answer."""
    body = {"lease": job["lease"], **what}
    return (await house.ask("POST", f"queue/{job['id']}/result", "grader", send=body)).status


async def look(house: House, submission_id: str) -> Any:
    """The submission of ada as she sees it."""
    return (await house.ask("GET", f"submissions/{submission_id}", "ada")).json


async def regrade(house: House, submission_id: str) -> Any:
    """Have it graded again, as its trainer; gives the answer."""
    return await house.ask("POST", f"submissions/{submission_id}/regrade", "tina")
