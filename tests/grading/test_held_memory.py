"""What process 1 of a fork reads of the memory of the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from officina_courses.grading.zygote.first_process import held_kib

HOLDS = "State:\tS (sleeping)\nRssAnon:\t 100 kB\nRssFile:\t 9000 kB\nThreads:\t2\n"
ENDED = "State:\tZ (zombie)\nThreads:\t{threads}\n"


def process(folder: Path, *statuses: str) -> str:
    """A folder as that of a process in /proc, with the status of each of its threads."""
    (folder / "status").write_text(statuses[0])
    for number, status in enumerate(statuses):
        thread = folder / "task" / str(number)
        thread.mkdir(parents=True)
        (thread / "status").write_text(status)
    return str(folder)


@pytest.mark.parametrize(
    ("more", "kib"),
    [
        ("", 100),
        ("RssShmem:\t 50 kB\n", 150),
        ("VmSwap:\t 70 kB\n", 170),
        ("HugetlbPages:\t 2048 kB\n", 2148),
    ],
    ids=["own", "shared", "swapped out", "huge pages"],
)
def test_all_that_a_process_holds_counts_but_files(tmp_path: Path, more: str, kib: int) -> None:
    assert held_kib(process(tmp_path, HOLDS + more)) == kib


@pytest.mark.parametrize("others", [(HOLDS,), (ENDED.format(threads=3), HOLDS)])
def test_a_process_whose_first_thread_has_ended_holds_what_the_others_do(
    tmp_path: Path, others: tuple[str, ...]
) -> None:
    first = ENDED.format(threads=len(others) + 1)
    assert held_kib(process(tmp_path, first, *others)) == 100


def test_a_process_that_has_ended_holds_nothing(tmp_path: Path) -> None:
    assert held_kib(process(tmp_path, ENDED.format(threads=1))) == 0


@pytest.mark.parametrize(
    "statuses",
    [
        (ENDED.format(threads=2),),
        (ENDED.format(threads=2), ENDED.format(threads=2)),
        ("State:\tR (running)\nThreads:\t1\n",),
    ],
    ids=["went on in a thread unseen", "no thread tells", "tells nothing"],
)
def test_nothing_is_held_by_nobody_that_lives(tmp_path: Path, statuses: tuple[str, ...]) -> None:
    assert held_kib(process(tmp_path, *statuses)) is None


def test_what_cannot_be_looked_at_is_not_taken_for_nothing(tmp_path: Path) -> None:
    assert held_kib(str(tmp_path / "gone")) is None
