"""``officina course import`` tells the steps of a proof while it waits for its end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from import_samples import origin
from portal_house import NOON

from officina_hub.cli.course_import_package import proved
from officina_widgets.import_client import ImportClient
from officina_widgets.import_wire import ImportOut, ProofState


def seen(done: int | None, **changes: Any) -> ImportOut:
    known: dict[str, Any] = {
        "release_id": 7, "course_id": "tea", "title": "Tea", "version": "1.0.0",
        "state": "proving", "origin": origin(), "by": "tina", "taken_at": NOON,
    }  # fmt: skip
    if done is not None:
        what = f"leaf.ipynb: step {done}"
        known["progress"] = ProofState(done=done, of=3, what=what, began_at=NOON, told_at=NOON)
    return ImportOut(**known | changes)


class ClientThatProgresses:
    """Answers each look with the next step."""

    def __init__(self, steps: Iterator[ImportOut]) -> None:
        self._steps = steps

    def imported(self, release_id: int, *, wait_seconds: int) -> ImportOut:
        assert release_id == 7
        assert 1 <= wait_seconds <= 5
        return next(self._steps)


def test_each_step_is_told_until_it_was_run():
    steps = [seen(None), seen(0), seen(2), seen(None, state="proved")]
    client = cast("ImportClient", ClientThatProgresses(iter(steps)))
    told: list[tuple[int, int, str]] = []
    one = proved(client, seen(None), 3600, lambda *step: told.append(step))
    assert one.state == "proved"
    assert told == [(0, 3, "leaf.ipynb: step 0"), (2, 3, "leaf.ipynb: step 2")]


def test_a_wait_that_is_over_gives_what_is_known():
    client = cast("ImportClient", ClientThatProgresses(iter([])))
    assert proved(client, seen(1), 0, lambda *_: None).state == "proving"
