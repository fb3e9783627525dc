"""Key and certificates of a session on this machine (``JupyterHub.internal_ssl``).

The Hub makes them in files of its own account, which no session sees. Each session gets copies that
its own account alone may read: shown in its sandbox, or, where there is none, in the run folder.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from officina_courses.sandbox import Account, Bind
from officina_spawners.tls import FILES

INSIDE = Path("/run/officina-tls")


class Certificates(NamedTuple):
    """Where a session finds them: the folder that holds them, and the same for the sandbox."""

    folder: Path
    binds: tuple[Bind, ...]

    def variables(self, *, is_sandboxed: bool) -> dict[str, str]:
        """What tells the single-user server."""
        place = INSIDE if is_sandboxed else self.folder
        return {variable: str(place / kind) for variable, kind in FILES.items()}


def write_certificates(
    run_dir: Path, key: str, paths: Mapping[str, str], account: Account
) -> Certificates:
    """Copy what the Hub made for this start."""
    folder = _folder(run_dir, key)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    for kind in FILES.values():
        _copy(Path(paths[kind]), folder / kind, account)
    _give(folder, account)
    return Certificates(folder, (Bind(source=folder, target=INSIDE),))


def remove_certificates(run_dir: Path, key: str) -> None:
    """Remove those of a session that is gone."""
    shutil.rmtree(_folder(run_dir, key), ignore_errors=True)


def _folder(run_dir: Path, key: str) -> Path:
    return run_dir / f"{key}.tls"


def _copy(source: Path, target: Path, account: Account) -> None:
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o400)
    with os.fdopen(handle, "wb") as file:
        file.write(source.read_bytes())
    _give(target, account)


def _give(path: Path, account: Account) -> None:
    if os.geteuid() == 0:
        os.chown(path, account.uid, account.gid)
