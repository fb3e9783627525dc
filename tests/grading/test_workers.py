"""Processes side by side: one that dies takes only its own task along."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest

from officina_courses.folder_grading.workers import WorkerDied, side_by_side


def doubled_but_two(number: int) -> int:
    if number == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number


@pytest.mark.parametrize("workers", [1, 3, 9])
def test_every_task_is_answered_also_where_a_worker_dies(workers: int) -> None:
    answers = dict(side_by_side(range(6), lambda: nullcontext(doubled_but_two), workers=workers))
    assert isinstance(answers.pop(2), WorkerDied)
    assert answers == {0: 0, 1: 2, 3: 6, 4: 8, 5: 10}


def process_of(number: int) -> int:
    return os.getpid()


def test_a_worker_takes_one_task_after_another() -> None:
    answers = dict(side_by_side(range(8), lambda: nullcontext(process_of), workers=2))
    assert len(set(answers.values())) <= 2


def forever(place: Path) -> None:
    place.write_text(str(os.getpid()))
    signal.pause()


def test_whoever_stops_listening_ends_the_workers(tmp_path: Path) -> None:
    def work(number: int) -> int:
        if number:
            forever(tmp_path / "pid")
        return os.getpid()

    answers = side_by_side([0, 1], lambda: nullcontext(work), workers=1)
    _, process = next(answers)
    answers.close()
    assert not Path(f"/proc/{process}").exists()


def test_what_a_worker_keeps_is_made_once_and_gone_at_its_end(tmp_path: Path) -> None:
    @contextmanager
    def begin() -> Iterator[Callable[[int], list[str]]]:
        kept = tmp_path / str(os.getpid())
        kept.mkdir()
        try:
            yield lambda number: [place.name for place in tmp_path.iterdir()]
        finally:
            kept.rmdir()

    answers = dict(side_by_side(range(4), begin, workers=1))
    assert len(answers[0]) == 1
    assert all(answer == answers[0] for answer in answers.values())
    assert list(tmp_path.iterdir()) == []
