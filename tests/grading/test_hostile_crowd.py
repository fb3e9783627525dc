"""Every hostile submission that we could think of, twenty at once beside honest ones.

Each gets the mark that its honest work earns, which mostly is none; honest learners get what they
get alone, and in time; and the machine is afterwards as it was. An ordinary run takes two of each
family, in forks of a warm process; ``OFFICINA_WHOLE_CROWD=1`` takes all of them beside 100 honest
ones, and again in fresh sandboxes, ``OFFICINA_CROWD_FAMILIES`` those of the families that it names.
``OFFICINA_CROWD_SANDBOX=off`` takes the sandbox away, and then it must fail: see
docs/reference/attacks.md.
"""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from host_listing import Host, adopting, listing
from hostile_crowd import Crowd, account_of_thread, key_of_mark, make_room, run_crowd
from hostile_variants import VARIANTS, WHOLE, chosen

from officina_courses.grading import confinement
from officina_courses.grading.sandboxed import SandboxedEngine
from officina_courses.grading.zygote.warm_engine import WarmEngine

log = logging.getLogger(__name__)
pytestmark = [pytest.mark.sandbox, pytest.mark.timeout(3600 if WHOLE else 300)]

IS_BARE = os.environ.get("OFFICINA_CROWD_SANDBOX") == "off"
WAYS = ("bare",) if IS_BARE else ("warm", "fresh") if WHOLE else ("warm",)
HONEST = 100 if WHOLE else 10
MOST_WRITTEN = 40_000_000
LATEST_SECONDS = 60  # what graded in time means after a deadline

in_each_way = pytest.mark.parametrize("seen", WAYS, indirect=True)


class Seen(NamedTuple):
    """A crowd, and the machine before and after it."""

    crowd: Crowd
    before: Host
    after: Host
    scratch: list[str]


@pytest.fixture(scope="module")
def seen(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """All of them graded in one way."""
    way: str = request.param
    mark = f"hostile{os.getpid()}{way[0]}"
    base = tmp_path_factory.mktemp(way)
    with pytest.MonkeyPatch.context() as patch, adopting(), _scratch() as scratch:
        patch.setattr(tempfile, "tempdir", str(scratch))
        patch.setenv("JUPYTERHUB_API_TOKEN", f"TOKEN-{mark}")
        if way == "fresh":
            patch.setattr(confinement, "account", account_of_thread)
        before = listing(mark, key_of_mark())
        with _engine(way) as engine:
            room = make_room(base / "home", engine)
            room.isolation = "off" if IS_BARE else "required"
            crowd = run_crowd(room, chosen().values(), HONEST, mark)
        after = listing(mark, key_of_mark())
        return Seen(crowd, before, after, sorted(path.name for path in scratch.iterdir()))


@contextlib.contextmanager
def _scratch() -> Iterator[Path]:
    """Where graders keep what they need for a while, open to the account of bare runners."""
    folder = Path(tempfile.mkdtemp(prefix="officina-crowd-"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@contextlib.contextmanager
def _engine(way: str) -> Iterator[WarmEngine | SandboxedEngine]:
    fresh = SandboxedEngine(isolated=way != "bare")
    if way != "warm":
        yield fresh
        return
    engine = WarmEngine(spare=fresh)
    yield engine
    engine.close()


@in_each_way
@pytest.mark.parametrize("name", chosen())
def test_a_hostile_submission_has_what_it_earned_and_no_more(seen: Seen, name: str) -> None:
    variant, crowd = VARIANTS[name], seen.crowd
    outcome = crowd.hostile[name].graded()
    assert outcome.grade is not None
    assert outcome.state in ("graded", "needs_manual")
    earned = sum(score or 0.0 for score in crowd.hostile[name].scores().values())
    assert earned == variant.earns, f"{variant.must_not}: {crowd.hostile[name].scores()}"
    assert crowd.told(name, crowd.room.secret, *variant.unseen) == [], variant.must_not
    assert crowd.written_bytes(name) < MOST_WRITTEN, variant.must_not
    assert crowd.active_parts(name) == [], variant.must_not


@in_each_way
def test_honest_marks_are_those_of_a_run_alone(seen: Seen) -> None:
    beside = {name: one.scores() for name, one in seen.crowd.honest.items()}
    alone = {name: one.scores() for name, one in seen.crowd.alone.items()}
    assert beside == alone
    assert {sum(score or 0 for score in found.values()) for found in alone.values()} >= {0, 9}


@in_each_way
def test_honest_marks_come_in_time(seen: Seen) -> None:
    beside, alone = (
        max(one.seconds for one in some.values()) for some in (seen.crowd.honest, seen.crowd.alone)
    )
    log.info("the slowest honest submission took %.1f s, alone %.1f s", beside, alone)
    assert beside < LATEST_SECONDS


@in_each_way
@pytest.mark.parametrize("what", Host._fields)
def test_nothing_new_is_on_the_machine(seen: Seen, what: str) -> None:
    assert seen.after.new_since(seen.before, what) == frozenset()


@in_each_way
def test_nobodys_files_have_changed_and_no_scratch_is_left(seen: Seen) -> None:
    before, after = seen.crowd.kept
    assert after == before
    assert seen.scratch == []
