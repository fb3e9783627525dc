"""Imports that the garbage collector leaves alone, now and later.

Modules are there to stay. Python's collector looks through all of them, again and again, while they
are imported: measured, a fifth to a quarter of the CPU time that a grader or a portal imports.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """What is made in here is not looked through; to be entered before a program's imports."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
