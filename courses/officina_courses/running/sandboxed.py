"""One notebook, one sandbox: no network, no sight of anything but its exercise's files."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Final

from pydantic import ValidationError

from officina_courses.environments.folder import EnvironmentsFolder
from officina_courses.grading.confinement import processes_of_this_user
from officina_courses.model import Environment
from officina_courses.running.protocol import (
    MAX_TEXT,
    NotebookToRun,
    Purpose,
    RunOrder,
    RunResult,
)
from officina_courses.sandbox import Account, Bind, Sandbox, Tmpfs, bwrap_command, python_binds

HOME: Final = Path("/home/trainer")
MATERIAL: Final = Path("/officina/material")
TEMPORARY: Final = Path("/tmp")  # noqa: S108 - inside the sandbox
RUNNING_ACCOUNT: Final = Account(uid=64000, gid=64000)
SCRATCH_BYTES: Final = 1 << 30
PROCESSES: Final = 256  # and threads, at one time
START_SECONDS: Final = 90
ONE_THREAD: Final[Mapping[str, str]] = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def run_notebook(what: NotebookToRun, *, machine: Mapping[str, str] = ONE_THREAD) -> RunResult:
    """Run one notebook in a copy of its folder, and say how it went.

    ``machine`` are variables that tell libraries how to use the processors.
    """
    return _do("run", what, machine)


def write_out_autotests(what: NotebookToRun) -> RunResult:
    """The notebook with nbgrader's generated tests written out, in ``notebook`` of the result."""
    return _do("autotests", what, ONE_THREAD)


def order_of(purpose: Purpose, folder: Path, what: NotebookToRun) -> RunOrder:
    """What is to be done with a notebook in ``folder``, as the course's environment has it."""
    return RunOrder(
        purpose=purpose,
        folder=folder,
        notebook=what.name,
        kernel=what.environment.kernel,
        cell_timeout_seconds=what.environment.cell_timeout_seconds,
        parameters=what.parameters,
    )


def _do(purpose: Purpose, what: NotebookToRun, machine: Mapping[str, str]) -> RunResult:
    limit = most_seconds(what)
    with copied(what.folder) as material, tempfile.TemporaryFile() as errors:
        sandbox = _sandbox(material, what.environment, limit)
        order = order_of(purpose, MATERIAL, what)
        return _started(sandbox, order, _environment(machine), limit, errors)


def most_seconds(what: NotebookToRun) -> int:
    """What the start and all cells together may take."""
    return START_SECONDS + what.environment.cell_timeout_seconds * max(1, what.code_cells)


@contextlib.contextmanager
def copied(folder: Path) -> Iterator[Path]:
    """A copy that the sandbox's account can read, whoever owns the original."""
    with tempfile.TemporaryDirectory(prefix="officina-run-") as above:
        copy = Path(above, "material")
        shutil.copytree(folder, copy, symlinks=True)
        for place in (copy, *copy.rglob("*")):
            if not place.is_symlink():
                place.chmod(0o755 if place.is_dir() else 0o644)
        yield copy


def _sandbox(material: Path, environment: Environment, limit: int) -> Sandbox:
    return Sandbox(
        binds=(
            *python_binds(),
            *_kernel_binds(environment),
            Bind(source=material, target=MATERIAL),
        ),
        tmpfs=(
            Tmpfs(path=TEMPORARY, size_bytes=SCRATCH_BYTES),
            Tmpfs(path=HOME, size_bytes=SCRATCH_BYTES),
        ),
        account=RUNNING_ACCOUNT if os.geteuid() == 0 else None,
        limits=(
            f"--as={environment.memory_mib << 20}",
            f"--cpu={limit}",
            f"--fsize={SCRATCH_BYTES}",
            f"--nproc={PROCESSES + processes_of_this_user()}",
            "--nofile=1024",
            "--core=0",
        ),
        cwd=HOME,
    )


def _kernel_binds(environment: Environment) -> tuple[Bind, ...]:
    """A course's own Python, and what leads Jupyter to it."""
    folder = EnvironmentsFolder()
    built = folder.find(environment.kernel)
    if built is None:
        return ()
    return (Bind(source=folder.kernels / built.kernel), Bind(source=built.place))


def _started(
    sandbox: Sandbox, order: RunOrder, env: Mapping[str, str], limit: int, errors: IO[bytes]
) -> RunResult:
    program = [sys.executable, "-m", "officina_courses.running.inside"]
    process = subprocess.Popen(
        bwrap_command(sandbox, program),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        env=env,
        start_new_session=True,
    )
    try:
        report, _ = process.communicate(order.model_dump_json().encode(), timeout=limit)
    except subprocess.TimeoutExpired:
        return RunResult(outcome="timeout")
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    return _result(report, errors)


def _result(report: bytes, errors: IO[bytes]) -> RunResult:
    try:
        return RunResult.model_validate_json(report)
    except ValidationError:
        errors.seek(0)
        lines = errors.read(1 << 20).decode(errors="replace").strip().splitlines()
        last = lines[-1] if lines else "the sandbox ended without a word"
        return RunResult(outcome="impossible", message=last[-MAX_TEXT:])


def _environment(machine: Mapping[str, str]) -> dict[str, str]:
    """A few variables of our own; none of the caller's, which may hold tokens."""
    return {
        "HOME": str(HOME),
        "IPYTHONDIR": str(HOME / ".ipython"),
        "JUPYTER_CONFIG_DIR": str(HOME / ".jupyter"),
        "JUPYTER_PATH": str(EnvironmentsFolder().root),
        # Short, because the path of a socket may have no more than 107 characters.
        "JUPYTER_RUNTIME_DIR": str(TEMPORARY / "rt"),
        "LANG": "C.UTF-8",
        # glibc would reserve 64 MiB of the bounded address space for each thread of a kernel.
        "MALLOC_ARENA_MAX": "2",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "MPLCONFIGDIR": str(HOME / ".matplotlib"),
        "PATH": f"{Path(sys.prefix, 'bin')}:/usr/local/bin:/usr/bin:/bin",
        "PYTHONDONTWRITEBYTECODE": "1",
        **machine,
    }
