"""The warm processes of this program's kernels, one for each set of modules."""

from __future__ import annotations

import atexit
import threading

from officina_courses.grading.zygote.host import Zygote

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
        self._zygotes: dict[tuple[str, ...], Zygote] = {}

    def zygote_for(self, preload: tuple[str, ...]) -> Zygote:
        """The one that has these modules and a kernel's own."""
        with self._lock:
            if not self._zygotes:
                atexit.register(self.close)
            if preload not in self._zygotes:
                self._zygotes[preload] = Zygote(preload=(*OF_A_KERNEL, *preload))
            return self._zygotes[preload]

    def close(self) -> None:
        """End them all, with every kernel; the next question starts another."""
        with self._lock:
            for zygote in self._zygotes.values():
                zygote.close()
            self._zygotes.clear()
            atexit.unregister(self.close)


ZYGOTES = Zygotes()
