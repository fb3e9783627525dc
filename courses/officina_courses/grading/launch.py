"""Starts a runner in its sandbox and ends it with all its children."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from officina_courses import sandbox
from officina_courses.grading.errors import GradingRefused
from officina_courses.grading.request import Limits
from officina_courses.sandbox import Account, Bind, Sandbox, Tmpfs

FILES = Path("/officina/files")
HOME = Path("/home/learner")
WORK = HOME / "work"
FIRST_ACCOUNT = 64100
ACCOUNTS = 400


@contextlib.contextmanager
def runner(files: Path, limits: Limits, *, isolated: bool) -> Iterator[tuple[int, int, Path, Path]]:
    """A started runner: where to write, where to read, and its files and work folders inside."""
    to_child, commands = os.pipe()
    replies, from_child = os.pipe()
    with contextlib.ExitStack() as stack:
        for end in (commands, replies):
            stack.callback(os.close, end)
        try:
            home = stack.enter_context(_home(isolated=isolated))
            inside = FILES if isolated else files
            place = Sandbox() if not isolated else _sandbox(files, limits)
            argv = [sys.executable, "-I", "-m", "officina_courses.grading.runner"]
            argv += [str(to_child), str(from_child)]
            full = (
                sandbox.bwrap_command(place, argv) if isolated else [*_bare_prefix(limits), *argv]
            )
            process = subprocess.Popen(
                full,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=_environment(home),
                cwd="/",
                pass_fds=(to_child, from_child),
                start_new_session=True,
            )
            stack.callback(_end, process)
        finally:
            os.close(to_child)
            os.close(from_child)
        yield commands, replies, inside, home / "work"


def require_isolation(isolation: str) -> bool:
    """Whether runners are isolated; raises where they must be and cannot."""
    if isolation == "off":
        return False
    found = sandbox.probe()
    if not found.is_possible:
        raise GradingRefused(
            "This machine cannot run learners' code apart from itself.",
            why=f"Grading without isolation would let a submission read and change everything "
            f"that the grader can: {found.reason}.",
            todo="Mend that, or allow it knowingly with grading.isolation = 'off' in factory.toml.",
        )
    return True


def account() -> Account | None:
    """Whom root becomes: neighbours with other process ids most often get another account."""
    if os.geteuid() != 0:
        return None
    number = FIRST_ACCOUNT + os.getpid() % ACCOUNTS
    return Account(uid=number, gid=number)


def _sandbox(files: Path, limits: Limits) -> Sandbox:
    scratch = limits.scratch_mib << 20
    return Sandbox(
        binds=(*sandbox.python_binds(), Bind(source=files, target=FILES)),
        tmpfs=(
            Tmpfs(path=Path("/tmp"), size_bytes=scratch),  # noqa: S108 - inside the sandbox
            Tmpfs(path=HOME, size_bytes=scratch),
            Tmpfs(path=Path("/dev/shm"), size_bytes=scratch),  # noqa: S108 - the same
        ),
        masked=sandbox.shipped_courses_mask(),
        account=account(),
        limits=_limits(limits),
        cwd=HOME,
    )


def _limits(limits: Limits) -> tuple[str, ...]:
    seconds = int(limits.notebook_timeout_seconds) + 30
    return (
        f"--as={limits.memory_mib << 20}",
        f"--cpu={seconds}",
        f"--nproc={limits.processes + _processes_of_this_user()}",
        f"--fsize={limits.scratch_mib << 20}",
        "--nofile=512",
        "--core=0",
    )


def _processes_of_this_user() -> int:
    """An ordinary user's limit counts all that runs as this user; root's runners have their own."""
    if os.geteuid() == 0:
        return 0
    count = 0
    for folder in Path("/proc").glob("[0-9]*/task"):
        with contextlib.suppress(OSError):
            if folder.stat().st_uid == os.geteuid():
                count += sum(1 for _ in folder.iterdir())
    return count


def _bare_prefix(limits: Limits) -> list[str]:
    prefix = ["prlimit", *_limits(limits), "--"]
    who = account()
    if who is not None:
        prefix += ["setpriv", f"--reuid={who.uid}", f"--regid={who.gid}", "--clear-groups"]
        prefix += ["--no-new-privs", "--inh-caps=-all", "--bounding-set=-all", "--"]
    return prefix


def _environment(home: Path) -> dict[str, str]:
    return {
        "HOME": str(home),
        "PATH": f"{Path(sys.prefix, 'bin')}:/usr/local/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "IPYTHONDIR": str(home / ".ipython"),
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "MPLCONFIGDIR": str(home / ".matplotlib"),
        "NBGRADER_EXECUTION": "autograde",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }


@contextlib.contextmanager
def _home(*, isolated: bool) -> Iterator[Path]:
    if isolated:
        yield HOME
        return
    with tempfile.TemporaryDirectory(prefix="officina-bare-") as folder:
        who = account()
        if who is not None:
            os.chown(folder, who.uid, who.gid)
        yield Path(folder)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill the sandbox: its process 1 dies with it, and with that every process inside."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
