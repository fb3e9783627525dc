"""The folder that graders of all machines share: looked at, and filled with what they need."""

from __future__ import annotations

import contextlib
import os
import stat
import time
from pathlib import Path

from officina_courses.whole_files import write_whole
from officina_hub.data_folder import DataFolder
from officina_hub.errors import StartError
from officina_hub.graders.script import LOG

KEEP_LOGS_SECONDS = 14 * 24 * 3600


def check(data: DataFolder, folder: Path) -> None:
    """Raise ``StartError`` where others could enter it, or where the courses do not lie in it."""
    if os.geteuid() == 0:
        raise _is_root(folder)
    _require_private(folder)
    _require_courses(data.courses, DataFolder(folder).courses)


def prepare(data: DataFolder, folder: Path) -> None:
    """Make what is missing, and bring the facts of the factory along."""
    shared = DataFolder(folder)
    for each in (shared.run, shared.log):
        each.mkdir(mode=0o700, exist_ok=True)
    if data.root.resolve() != folder.resolve():
        write_whole(shared.factory_toml, data.factory_toml.read_bytes())
    _forget_old_logs(shared.log)


def _require_private(folder: Path) -> None:
    try:
        found = folder.stat()
    except OSError as error:
        raise StartError(
            f"The folder {folder} of [grading.slurm] cannot be entered ({error.strerror}).",
            "The courses and their gradebooks lie there, for graders on all machines.",
            f"Make it on the shared file system as the hub's account: install -d -m 700 {folder}",
        ) from None
    if found.st_uid != os.geteuid() or stat.S_IMODE(found.st_mode) & 0o077:
        raise StartError(
            f"The folder {folder} of [grading.slurm] belongs to account {found.st_uid} and has "
            f"the mode {stat.S_IMODE(found.st_mode):o}.",
            "Gradebooks and hidden tests lie there, for the hub's account alone.",
            f"As that account's administrator: chown {os.geteuid()} {folder}; chmod 700 {folder}",
        )


def _require_courses(here: Path, shared: Path) -> None:
    with contextlib.suppress(OSError):
        if here.resolve(strict=True) == shared.resolve(strict=True):
            return
    raise StartError(
        f"The courses in {here} are not those in {shared}.",
        "Formgrader on the hub's machine and graders on nodes must write into the same gradebooks.",
        f"While Officina is stopped: mv {here} {shared} && ln -s {shared} {here}",
    )


def _is_root(folder: Path) -> StartError:
    return StartError(
        "Graders are never submitted to Slurm as root, and this is root.",
        f"They run as the account that owns the courses in {folder}, which is the hub's.",
        "Run Officina as an ordinary account: User= in each unit, docs/howto/production.md.",
    )


def _forget_old_logs(folder: Path) -> None:
    oldest = time.time() - KEEP_LOGS_SECONDS
    for log in folder.glob(LOG.format(job="*")):
        with contextlib.suppress(FileNotFoundError):
            if log.stat().st_mtime < oldest:
                log.unlink()
