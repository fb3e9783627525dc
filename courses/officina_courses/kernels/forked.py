"""The kernel in its fork: ipykernel's own program on sockets that the client opened.

What the zygote's shell left is taken back first, so that ipykernel finds a fresh Python.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import sys
from pathlib import Path
from typing import Any

from officina_courses.grading import frames
from officina_courses.grading.runner.files import lay_out
from officina_courses.kernels.sockets import take

ADDRESS = "officina"  # only a name: the sockets listen already


def serve(commands: int, replies: int, line: int) -> None:
    """Be a kernel until the client has enough.

    ``commands`` brings what to start with, and then a byte for each interrupt; ``replies`` is held
    open, so that the client hears the end.
    """
    start = frames.read(commands)
    if start is None:
        return
    sockets = take(line)
    work = Path(start["work"])
    work.mkdir(parents=True, exist_ok=True)
    if start["files"]:
        lay_out(Path(start["files"]), work)
    os.chdir(work)
    _undo_the_zygotes_shell()
    app = _make_app(start, sockets)
    _show_plots_in(app.shell)
    _interrupt_on_each_byte(commands)
    app.start()


def _undo_the_zygotes_shell() -> None:
    import builtins

    from officina_courses.grading.runner.shell import CellShell

    CellShell.clear_instance()
    sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
    sys.displayhook = sys.__displayhook__
    for name in ("get_ipython", "display"):
        with contextlib.suppress(AttributeError):
            delattr(builtins, name)


def _make_app(start: dict[str, Any], sockets: dict[str, int]) -> Any:
    from ipykernel.heartbeat import Heartbeat
    from ipykernel.kernelapp import IPKernelApp
    from traitlets.config import Config

    class ForkedHeartbeat(Heartbeat):
        """Beats on a socket that listens already."""

        def _try_bind_socket(self) -> None:
            self.socket.use_fd = sockets["hb"]
            self.socket.bind(f"ipc://{ADDRESS}")

    class ForkedKernelApp(IPKernelApp):
        """A kernel that finds its sockets open, and writes no file about them."""

        def _bind_socket(self, s: Any, port: int) -> int:
            [name] = [name for name in sockets if getattr(self, f"{name}_socket", None) is s]
            s.use_fd = sockets[name]
            s.bind(f"ipc://{ADDRESS}")
            return port

        def init_control(self, context: Any) -> None:
            super().init_control(context)  # type: ignore[no-untyped-call]
            # The debugger's way to the shell leads to a path that is not here.
            self.debug_shell_socket.close()
            self.debug_shell_socket = context.socket(self.debug_shell_socket.socket_type)

        def init_heartbeat(self) -> None:
            import zmq

            where = ("ipc", ADDRESS, 1)
            self.heartbeat = ForkedHeartbeat(zmq.Context(), where)  # type: ignore[no-untyped-call]
            self.heartbeat.start()

        def parse_command_line(self, argv: object = None) -> None:
            """Nothing: a fork has no command line."""

        def init_path(self) -> None:
            """Find modules in the working folder, after Python's own: the zygote looks away."""
            names = [Path(place).name for place in sys.path]
            sys.path.insert(names.index("site-packages") if "site-packages" in names else 0, "")

        def init_connection_file(self) -> None:
            """Nothing: the client told all that would stand there."""

        def write_connection_file(self, **_: Any) -> None:
            """Nothing."""

        def init_crash_handler(self) -> None:
            """Nothing: nobody reads what the fork writes there."""

    config = Config()
    config.HistoryManager.hist_file = ":memory:"
    config.Session.key = start["key"].encode()
    config.Session.signature_scheme = start["signature_scheme"]
    app = ForkedKernelApp.instance(config=config, transport="ipc", ip=ADDRESS)
    app.initialize([])  # type: ignore[no-untyped-call]
    return app


def _show_plots_in(shell: Any) -> None:
    """Matplotlib, where it was imported beforehand, shows figures in the shell of the zygote."""
    if "matplotlib.pyplot" in sys.modules:
        from matplotlib_inline.backend_inline import configure_inline_support

        vars(configure_inline_support).pop("current_backend", None)  # done for the zygote's shell
        configure_inline_support(shell, os.environ["MPLBACKEND"])


def _interrupt_on_each_byte(commands: int) -> None:
    """Let Linux send SIGINT to this process and its children whenever the client writes.

    A thread that reads would have to wait for Python's lock; a signal stops a long call in C, too.
    """
    fcntl.fcntl(commands, fcntl.F_SETOWN, -os.getpgrp())
    fcntl.fcntl(commands, fcntl.F_SETSIG, signal.SIGINT)
    fcntl.fcntl(commands, fcntl.F_SETFL, os.O_NONBLOCK | os.O_ASYNC)
