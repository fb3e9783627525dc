"""A trainer's notebook with a kernel from a warm process: papermill runs here, its cells apart."""

from __future__ import annotations

import logging
import sys
import tempfile
from pathlib import Path

from officina_courses.environments.folder import EnvironmentsFolder
from officina_courses.grading.errors import SandboxFailed
from officina_courses.pythons import Python, own_python, python_of
from officina_courses.running import sandboxed
from officina_courses.running.protocol import NotebookToRun, RunResult

log = logging.getLogger(__name__)

PYTHONS = ("python", "python3", sys.executable)
LONGEST_SECONDS = 24 * 3600
SCRATCH_MIB = sandboxed.SCRATCH_BYTES >> 20


class WarmWay:
    """Runs notebooks whose imports are among ``preload``, or others a little slower."""

    def __init__(self, preload: tuple[str, ...]) -> None:
        self._preload = preload

    def run_notebook(self, what: NotebookToRun) -> RunResult:
        """Run one notebook in a copy of its folder, and say how it went."""
        if python_behind(what.environment.kernel) is None:
            return sandboxed.run_notebook(what)
        from traitlets.config import Config

        from officina_courses.kernels.manager import WarmKernelManager
        from officina_courses.running.executing import execute

        seconds = sandboxed.most_seconds(what)
        with sandboxed.copied(what.folder) as material, tempfile.TemporaryDirectory() as own:
            kernel = {
                "files": str(material),
                "preload": list(self._preload),
                "memory_mib": what.environment.memory_mib,
                "scratch_mib": SCRATCH_MIB,
                "seconds": float(min(seconds, LONGEST_SECONDS)),
            }
            order = sandboxed.order_of("run", material, what)
            try:
                return execute(
                    order,
                    material,
                    Path(own, "ran.ipynb"),
                    kernel_manager_class=WarmKernelManager,
                    shutdown_kernel="immediate",
                    config=Config({"ZygoteProvisioner": kernel}),
                )
            except SandboxFailed as error:
                log.warning("%s", error)
        return sandboxed.run_notebook(what)


def python_behind(kernel: str) -> Python | None:
    """The Python of whose warm process a kernel is a fork; None where it must be started anew.

    It is the one that runs this, where the kernel is an ordinary one, or that of a course.
    """
    built = EnvironmentsFolder().find(kernel)
    return python_of(built) if built else own_python() if _is_this_python(kernel) else None


def _is_this_python(kernel: str) -> bool:
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    try:
        spec = KernelSpecManager().get_kernel_spec(kernel)
    except NoSuchKernel:
        return False
    program = [*spec.argv[:3], ""]
    return program[0] in PYTHONS and program[1:3] == ["-m", "ipykernel_launcher"] and not spec.env
