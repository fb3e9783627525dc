"""A kernel provisioner for ``jupyter_client``: each kernel is a fork in its own sandbox.

A kernel specification asks for it in its metadata, as
``"kernel_provisioner": {"provisioner_name": "officina-zygote"}``.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import select
import signal
import socket
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.provisioner_base import KernelProvisionerBase
from traitlets import Float, Integer, List, Unicode

from officina_courses.environments.folder import EnvironmentsFolder
from officina_courses.grading import frames
from officina_courses.grading.request import Limits
from officina_courses.grading.zygote.host import Started
from officina_courses.kernels.sockets import CHANNELS, hand_over, listen_at
from officina_courses.kernels.sockets_folder import sockets_folder
from officina_courses.kernels.zygotes import ZYGOTES
from officina_courses.pythons import Python, own_python, python_of

DEFAULTS = Limits()
ENDING = (signal.SIGTERM, signal.SIGKILL)


class ZygoteProvisioner(KernelProvisionerBase):
    """Gets an IPython kernel by forking a warm process, in namespaces of its own."""

    files = Unicode(
        "",
        config=True,
        help="Folder whose files lie as copies in the kernel's working folder; none by default. "
        "Nothing else of the machine's folders is shown but Python and the system's programs.",
    )
    preload = List(
        Unicode(),
        config=True,
        help="Modules that the warm process imports beforehand. Kernels with the same ones share "
        "it. Empty by default: then each kernel imports what it needs.",
    )
    memory_mib = Integer(
        DEFAULTS.memory_mib,
        config=True,
        help="Address space of each process of a kernel, and memory of all together.",
    )
    scratch_mib = Integer(
        DEFAULTS.scratch_mib,
        config=True,
        help="Size of the folder in memory that is all a kernel can write to.",
    )
    seconds = Float(
        8 * 3600.0,
        config=True,
        help="CPU seconds that a process of a kernel may use; it ends after four times as long.",
    )

    _fork: contextlib.ExitStack | None = None
    _started: Started | None = None
    _sockets: contextlib.ExitStack | None = None

    @property
    def has_process(self) -> bool:
        """Whether there is a fork, or one that ended and was not buried yet."""
        return self._started is not None

    async def poll(self) -> int | None:
        """None while the kernel lives."""
        return 0 if self._started is None or _is_over(self._started.replies) else None

    async def wait(self) -> int | None:
        """Wait for the kernel's end and leave nothing of it."""
        if self._started is not None:
            over, replies = asyncio.Event(), self._started.replies
            asyncio.get_running_loop().add_reader(replies, over.set)
            try:
                await over.wait()
            finally:
                asyncio.get_running_loop().remove_reader(replies)
        await self._bury()
        return 0

    async def send_signal(self, signum: int) -> None:
        """Interrupt the kernel or end it; no other signal passes into its namespace."""
        if self._started is None:
            return
        if signum == signal.SIGINT:
            with contextlib.suppress(BrokenPipeError):  # it has ended meanwhile
                os.write(self._started.commands, b"!")
        elif signum in ENDING:
            await self._bury()

    async def kill(self, restart: bool = False) -> None:  # noqa: FBT001, FBT002 - its signature
        """End every process of the kernel."""
        await self._bury()

    async def terminate(self, restart: bool = False) -> None:  # noqa: FBT001, FBT002
        """The same: nothing in the fork has to be saved."""
        await self._bury()

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Decide where the client will find the kernel: sockets in a folder of its own."""
        manager: Any = self.parent
        if self._sockets is None:
            self._sockets = contextlib.ExitStack()
            folder = self._sockets.enter_context(sockets_folder())
            manager.transport, manager.ip = "ipc", str(folder / "k")
            manager.connection_file = str(folder / "kernel.json")
        manager.write_connection_file()
        self.connection_info = manager.get_connection_info()
        return await super().pre_launch(cmd=[], **kwargs)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork a kernel; ``cmd`` is empty, because nothing is run anew.

        Raises ``SandboxFailed`` where no warm process serves.
        """
        try:
            await asyncio.to_thread(self._launch)
        except BaseException:  # nobody cleans up after a launch that failed
            await self.cleanup()
            raise
        return self.connection_info

    async def cleanup(self, restart: bool = False) -> None:  # noqa: FBT001, FBT002 - its signature
        """Leave no fork, and without a restart no sockets."""
        await self._bury()
        if self._sockets is not None and not restart:
            self._sockets.close()
            self._sockets = None

    def _launch(self) -> None:
        info: dict[str, Any] = {**self.connection_info}
        paths = [Path(f"{info['ip']}-{info[f'{name}_port']}") for name in CHANNELS]
        limits = Limits(
            notebook_timeout_seconds=self.seconds,
            memory_mib=self.memory_mib,
            scratch_mib=self.scratch_mib,
        )
        files = Path(self.files) if self.files else None
        with contextlib.ExitStack() as stack:
            ours, theirs = (stack.enter_context(end) for end in socket.socketpair())
            listening = [stack.enter_context(one) for one in listen_at(paths)]
            zygote = ZYGOTES.zygote_for(tuple(self.preload), self._python())
            started = stack.enter_context(zygote.fork("kernel", files, limits, peer=theirs))
            start = {
                "key": info["key"].decode(),
                "signature_scheme": info["signature_scheme"],
                "files": str(started.files) if files else "",
                "work": str(started.work),
            }
            frames.write(started.commands, frames.pack(start))
            hand_over(ours, listening)
            self._started, self._fork = started, stack.pop_all()

    def _python(self) -> Python:
        """That of the course whose kernel it is, or the client's own."""
        manager: Any = self.parent
        built = EnvironmentsFolder().find(manager.kernel_name)
        return python_of(built) if built else own_python()

    async def _bury(self) -> None:
        fork, self._fork, self._started = self._fork, None, None
        if fork is not None:
            await asyncio.to_thread(fork.close)


def _is_over(replies: int) -> bool:
    """A kernel never writes there: what can be read is its end."""
    ready = select.poll()
    ready.register(replies, select.POLLIN)
    return bool(ready.poll(0))
