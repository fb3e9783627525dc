"""The warm processes of this program's kernels, one for each set of modules."""

from __future__ import annotations

import atexit
import threading
from pathlib import Path

from officina_courses.grading.zygote.host import Zygote
from officina_courses.pythons import Python

# What every kernel imports, and what it imports late, at its start or with its first cell.
OF_A_KERNEL = (
    "ipykernel.kernelapp",
    "ipykernel.zmqshell",
    "ipykernel.ipkernel",
    "ipykernel.comm",
    "ipykernel.debugger",
    "IPython.core.debugger",
    "IPython.extensions.storemagic",
    "encodings.idna",
    "matplotlib_inline.backend_inline",
    "pdb",
    "sqlite3",
    "tornado.platform.asyncio",
    "tornado.queues",
)


class Zygotes:
    """Starts each of them with its first kernel; any thread may ask."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._zygotes: dict[tuple[Path, tuple[str, ...]], Zygote] = {}

    def zygote_for(self, preload: tuple[str, ...], python: Python) -> Zygote:
        """The one of that Python that has these modules and a kernel's own."""
        key = (python.program, preload)
        with self._lock:
            if not self._zygotes:
                atexit.register(self.close)
            if key not in self._zygotes:
                self._zygotes[key] = Zygote(python=python, preload=(*OF_A_KERNEL, *preload))
            return self._zygotes[key]

    def close(self) -> None:
        """End them all, with every kernel; the next question starts another."""
        with self._lock:
            for zygote in self._zygotes.values():
                zygote.close()
            self._zygotes.clear()
            atexit.unregister(self.close)


ZYGOTES = Zygotes()
