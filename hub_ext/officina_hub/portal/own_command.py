"""A command of operators, run by the portal in a process of its own."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
from typing import Final

from officina_hub.portal.context import Portal

log = logging.getLogger("officina.portal")

# What a command ends with where somebody else is at fault, which its report tells.
NOT_OURS: Final = 1
SHOWN: Final = 500


async def run_command(portal: Portal, *command: str, seconds: float) -> None:
    """``officina COMMAND --json`` on this portal's data folder, ended when the portal closes."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "officina_hub.cli", *command, "--json", "--data-dir"),
        str(portal.settings.data_dir),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    ended = asyncio.ensure_future(child.communicate())
    goodbye = asyncio.ensure_future(portal.goodbye.wait())
    try:
        await asyncio.wait({ended, goodbye}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        goodbye.cancel()
        if not ended.done():
            with contextlib.suppress(ProcessLookupError):
                child.kill()
        _, said = await ended
    if child.returncode not in {0, NOT_OURS} and not portal.is_closing:
        told = said.decode("utf-8", "replace").strip()[-SHOWN:]
        log.warning("officina %s ended with %s: %s", " ".join(command), child.returncode, told)
