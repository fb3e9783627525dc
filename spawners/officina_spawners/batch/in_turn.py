"""What a hub writes about its batch sessions: beside its event loop, and one after the other.

Each write waits for the disk, and a slow disk must hold up nobody's page. One thread for each
folder writes in the order in which it was asked to, whichever session asked; so the disk never
shows what was so before in place of what came after.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path


def in_turn(folder: Path, deed: Callable[[], None]) -> asyncio.Future[None]:
    """Have it done after all that was asked for before; to cancel it could leave it out."""
    return asyncio.get_running_loop().run_in_executor(_writer(folder), deed)


@cache
def _writer(folder: Path) -> ThreadPoolExecutor:
    """Python waits for what is still to be written before it ends."""
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"records-{folder.name}")
