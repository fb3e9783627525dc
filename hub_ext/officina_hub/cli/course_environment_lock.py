"""``officina course environment lock``: pin all that a course's packages draw in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from officina_courses.counted import counted
from officina_hub.cli.examples import examples
from officina_hub.cli.options import COURSE_FOLDER
from officina_hub.cli.teller import Teller, answers

if TYPE_CHECKING:
    from officina_courses.environments.lock import Changes


@click.command(
    epilog=examples(
        "officina course environment lock my-course",
        "officina course environment lock my-course --json",
    )
)
@COURSE_FOLDER
@answers
def lock(*, folder: Path, teller: Teller) -> None:
    """Write environment.lock of a course FOLDER: the newest versions that go together.

    pip finds them from packages in course.toml, and installs nothing. What is otherwise than
    before is told.
    """
    from officina_courses.environments.lock import LOCK_FILE, compare, read_lock, write_lock
    from officina_courses.environments.resolving import made_for, resolve
    from officina_courses.loader import load_course

    course = load_course(folder)
    if not course.environment.packages:
        what = f"{course.id} has no packages of its own, so it needs no {LOCK_FILE}."
        teller.result({"packages": 0}, [what])
        return
    before = read_lock(folder)
    teller.progress("Asking the index which versions go together")
    with teller.bar("Resolving", len(before.pins) if before else 0) as done:
        after = resolve(course.environment.packages, step=done)
    write_lock(folder, after, made_for=made_for())
    changes = compare(before, after)
    teller.result(
        {"packages": len(after.pins), **changes._asdict()}, _lines(folder, len(after.pins), changes)
    )


def _lines(folder: Path, count: int, changes: Changes) -> Iterator[str]:
    for word, lines in changes._asdict().items():
        yield from (f"{word:8} {line}" for line in lines)
    if not any(changes):
        yield "Nothing is otherwise than before."
    yield f"{counted(count, 'pin')}; next: officina course environment build {folder}"
