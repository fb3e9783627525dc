"""Where a tool's socket lies: a TMPDIR may be longer than what a socket's address holds."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from pathlib import Path
from typing import Literal

LONGEST_BYTES = 107  # unix(7): sun_path has 108, with the zero at its end
USUAL = "jupyter-server-proxy-xxxxxxxx/socket"  # where jupyter-server-proxy would put it
SHORT_FOLDER = Path("/tmp")  # noqa: S108 - a folder of our own is made in it, open to nobody else


def socket_place(name: str, *, usual: Path | None = None) -> Literal[True] | str:
    """True for jupyter-server-proxy's own choice; a place below ``/tmp`` where that is too long.

    ``usual`` is the folder for temporary files, the process's own unless one is given.
    """
    folder = usual or Path(tempfile.gettempdir())
    if len(bytes(folder / USUAL)) <= LONGEST_BYTES:
        return True
    own = Path(tempfile.mkdtemp(prefix=f"officina-{name}-", dir=SHORT_FOLDER))
    atexit.register(shutil.rmtree, own, ignore_errors=True)
    return str(own / "socket")
