"""JupyterLab imported without a question to Node.js.

While it is imported, JupyterLab asks Yarn for the address of its registry, which only those need
who build JupyterLab. It asks where it finds Node.js, and waits for the answer: half a second and
more of every start. So it finds none for as long as its import takes; afterwards it does, and an
order to build goes on as ever.

For JupyterLab 4.6, whose ``LabApp`` calls ``get_app_version`` in its class body. Delete this when
that call starts no program any more; until then, or where there is no JupyterLab, it does no harm.
"""

from __future__ import annotations

import contextlib
import importlib
import os
from collections.abc import Iterator

NOWHERE = os.devnull  # an empty PATH would mean the system's folders, where Node.js may be


def import_lab() -> None:
    """Import what the server extension of JupyterLab imports first; it may not be installed."""
    with _no_programs(), contextlib.suppress(ImportError):
        importlib.import_module("jupyterlab.labapp")


@contextlib.contextmanager
def _no_programs() -> Iterator[None]:
    before = os.environ.get("PATH")
    os.environ["PATH"] = NOWHERE
    try:
        yield
    finally:
        if before is None:
            del os.environ["PATH"]
        else:
            os.environ["PATH"] = before
