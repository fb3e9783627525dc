"""The way to a home for an account that is not root, where no sandbox mounts it elsewhere.

Root keeps its data folder shut for everybody (umask 077). Without a sandbox a session's account
must walk through it to its own home. Ours are opened for walking through, not for listing, and what
lies in them stays shut; folders of others are left alone and named in the refusal.
"""

from __future__ import annotations

import stat
from pathlib import Path

from officina_courses.saying import say
from officina_spawners.errors import IsolationError


def open_passage(home: Path, program: Path, *, ours: Path) -> None:
    """Let other accounts walk to ``home`` through ``ours``; refuse where the way is barred.

    Raises
    ------
    IsolationError
        When a folder that is not ours bars the way to ``home`` or to ``program``.

    """
    for folder in home.resolve().parents:
        if folder.is_relative_to(ours.resolve()):
            folder.chmod(folder.stat().st_mode | stat.S_IXOTH)
    barred = [
        folder
        for folder in (*home.resolve().parents, *program.parents, *program.resolve().parents)
        if not folder.stat().st_mode & stat.S_IXOTH
    ]
    if barred:
        raise IsolationError(
            say(
                "Without a sandbox, sessions cannot reach %(folder)s, which only its owner may "
                "enter; and as root they do not run. The hub's operator can install bubblewrap, "
                "which needs no such way, or start the hub as an ordinary user: see "
                "docs/howto/user-namespaces.md.",
                folder=str(barred[0]),
            )
        )
