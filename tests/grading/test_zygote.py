"""A zygote's life: on demand, shared by threads, culled, killed, started again, and gone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import cast

import forked as forked_module
import pytest
from forked import Fork, forked, parent_of

from officina_courses.grading import ending
from officina_courses.grading.engine import CellToRun, Pass, PassRan
from officina_courses.grading.errors import SandboxFailed
from officina_courses.grading.removal import remove_tree
from officina_courses.grading.request import Limits
from officina_courses.grading.sandboxed import Runner, Start, run_in
from officina_courses.grading.zygote import host, warm_engine
from officina_courses.grading.zygote.bounds import Role
from officina_courses.grading.zygote.host import Started, Zygote
from officina_courses.grading.zygote.warm_engine import WarmEngine, wanted_imports

pytestmark = pytest.mark.sandbox

PLACES = {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(forked_module.__file__).parent)}
A_GRADER = """
from forked import forked, parent_of
from officina_courses.grading.zygote.host import Zygote
with forked(Zygote()) as fork:
    print(fork.started.zygote.stage, parent_of(fork.started.pid), fork.started.pid, flush=True)
    fork.run("import time; time.sleep(600)", seconds=600)
"""


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    """One that all tests share which do no harm to it."""
    shared = Zygote()
    yield shared
    shared.close()


@pytest.fixture
def own_zygote() -> Iterator[Zygote]:
    """One that a test may kill."""
    own = Zygote()
    yield own
    own.close()


class SpareEngine:
    """Answers every pass with nothing, and counts them."""

    def __init__(self) -> None:
        self.passes = 0

    def run(self, work: Pass) -> PassRan:
        self.passes += 1
        return PassRan((), "finished", "by the spare engine")


def kill_zygote(fork: Fork) -> None:
    os.kill(parent_of(fork.started.pid), signal.SIGKILL)


def test_forks_of_many_threads_work_at_the_same_time(zygote: Zygote) -> None:
    def ask(number: int) -> str:
        with forked(zygote) as fork:
            return fork.tell(f"print({number} * 2)")

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(ask, range(12))) == [str(2 * number) for number in range(12)]


def test_forks_have_one_zygote_and_a_fresh_shell_each(zygote: Zygote) -> None:
    with forked(zygote) as one, forked(zygote) as two:
        assert parent_of(one.started.pid) == parent_of(two.started.pid)
        assert one.tell("x = 5; print(In, [_])") == "['', 'x = 5; print(In, [_])'] ['']"
        assert two.tell("print(x)").startswith("NameError")


def test_a_killed_zygote_is_started_again(own_zygote: Zygote) -> None:
    with forked(own_zygote) as fork:
        kill_zygote(fork)
        assert not fork.started.zygote.is_alive()
    with forked(own_zygote) as fork:
        assert fork.tell("print(1)") == "1"


def test_an_idle_zygote_goes_and_the_next_question_brings_another() -> None:
    quick = Zygote(idle_seconds=0.05)
    with forked(quick) as fork:
        first = fork.started.zygote
    first.wait_until_gone()
    with forked(quick) as fork:
        assert fork.started.zygote is not first
        assert fork.tell("print(1)") == "1"
    quick.close()


def test_a_zygote_with_a_living_fork_is_not_idle() -> None:
    quick = Zygote(idle_seconds=0.05)
    with forked(quick) as fork:
        assert fork.tell("import time\ntime.sleep(0.5)\nprint(1)") == "1"
        assert not fork.started.zygote.end_if_unused()
    quick.close()


def test_closing_leaves_nothing(own_zygote: Zygote) -> None:
    with forked(own_zygote) as fork:
        stage, pid = fork.started.zygote.stage, parent_of(fork.started.pid)
    assert list(stage.iterdir()) == []
    own_zygote.close()
    assert not stage.exists()
    assert not Path(f"/proc/{pid}").exists()


def test_a_zygote_and_its_forks_die_with_the_grader() -> None:
    grader = subprocess.Popen(
        [sys.executable, "-c", A_GRADER], stdout=subprocess.PIPE, text=True, env=PLACES
    )
    assert grader.stdout is not None
    stage, *pids = grader.stdout.readline().split()
    watched = [os.pidfd_open(int(pid)) for pid in pids]
    grader.kill()
    grader.wait()
    grader.stdout.close()
    assert [ending.is_over(pidfd, 20) for pidfd in watched] == [True, True]
    for pidfd in watched:
        os.close(pidfd)
    remove_tree(Path(stage).parent)


def test_a_zygote_that_cannot_start_is_told_and_not_tried_again_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("officina_courses.grading.zygote.process.MODULE", "there.is.no.such.module")
        broken = Zygote()
        with pytest.raises(SandboxFailed, match="has ended"), forked(broken):
            pass
    with pytest.raises(SandboxFailed, match="a moment ago"), forked(broken):
        pass


def test_after_a_rest_a_zygote_that_could_not_start_is_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(host, "REST_SECONDS", 0.0)
    with monkeypatch.context() as patch:
        patch.setattr("officina_courses.grading.zygote.process.MODULE", "there.is.no.such.module")
        zygote = Zygote()
        with pytest.raises(SandboxFailed), forked(zygote):
            pass
    with forked(zygote) as fork:
        assert fork.tell("print(1)") == "1"
    zygote.close()


def test_a_role_that_is_not_installed_is_refused_and_the_zygote_lives(zygote: Zygote) -> None:
    nobody = cast("Role", "nobody")
    with (
        pytest.raises(SandboxFailed, match="no such role"),
        zygote.fork(nobody, None, Limits()),
    ):
        pass
    with forked(zygote) as fork:
        assert fork.tell("print(1)") == "1"


@pytest.fixture
def work(tmp_path: Path) -> Pass:
    tmp_path.chmod(0o755)
    return Pass((CellToRun("a", "1 + 1"),), tmp_path, Limits(), "show")


@contextmanager
def killed_after_a_pass(start: Start, work: Pass) -> Iterator[tuple[Start, PassRan]]:
    """A way to run in the same fork again, whose zygote was killed, and how it ran before."""
    with start("learner", work.files, None) as fork:

        def again(*_: object) -> AbstractContextManager[Runner]:
            return nullcontext(fork)

        assert isinstance(fork, Started)
        zygote = parent_of(fork.pid)  # asked now: the fork may be gone when its pass is over
        ran = run_in(again, work)
        os.kill(zygote, signal.SIGKILL)
        yield again, ran


def test_a_pass_whose_zygote_dies_is_run_again_by_the_spare_engine(
    work: Pass, monkeypatch: pytest.MonkeyPatch
) -> None:
    spare = SpareEngine()
    engine = WarmEngine(spare=spare)

    def interrupted(start: Start, work: Pass) -> PassRan:
        with killed_after_a_pass(start, work) as (again, _):
            return run_in(again, work)

    def shaken(start: Start, work: Pass) -> PassRan:
        with killed_after_a_pass(start, work) as (_, ran):
            return ran._replace(end="crashed")

    for way in (interrupted, shaken):
        monkeypatch.setattr(warm_engine, "run_in", way)
        assert engine.run(work).detail == "by the spare engine"
    assert spare.passes == 2
    engine.close()


def test_a_fork_that_ends_itself_is_not_run_again(work: Pass) -> None:
    spare = SpareEngine()
    engine = WarmEngine(spare=spare)
    cell = CellToRun("a", "import os\nos._exit(1)")
    assert engine.run(work._replace(cells=(cell,))).end == "crashed"
    assert spare.passes == 0
    engine.close()


def test_only_what_is_known_to_be_worth_it_is_imported_beforehand() -> None:
    cells = [CellToRun("a", "import os,\nfrom evil import x\n  import   antigravity, this")]
    assert wanted_imports(cells) == ()
    cells.append(CellToRun("b", "import os, numpy.linalg as np"))
    assert wanted_imports(cells) == ("numpy", "numpy.random", "numpy.testing")


def test_the_fork_beside_a_learners_sees_none_of_its_files(work: Pass) -> None:
    (work.files / "data.txt").write_text("1 2 3")
    seen = (
        "from pathlib import Path\nseen = [path.name for path in Path('/officina').rglob('*.txt')]"
    )
    test = f"theirs = seen\n{seen}\nassert (theirs, seen) == (['data.txt'], [])"
    cells = (CellToRun("a", seen), CellToRun("b", test, is_test=True, mode="examined"))
    engine = WarmEngine(spare=None)
    ran = engine.run(work._replace(cells=cells, purpose="examine"))
    assert [cell.status for cell in ran.cells] == ["ok", "ok"], ran
    assert ran.cells[1].mode == "examined"
    engine.close()
