"""Numeric accounts: whom root drops to for a session, so that no learner's code is uid 0.

The owner of a home folder *is* the person's account. No table and no line in /etc/passwd has to
agree with it, and a restored or moved data folder brings its accounts along.
"""

from __future__ import annotations

import fcntl
import itertools
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pydantic import Field

from officina_courses.model import Frozen
from officina_courses.sandbox import Account
from officina_courses.saying import say
from officina_spawners.errors import HomeError

SYSTEM_ACCOUNTS = range(1, 1000)


class AccountRange(Frozen):
    """The numbers that sessions may use, both ends included."""

    first: int = Field(default=200_000, ge=1000)
    last: int = Field(default=265_535, ge=1000)


def claim_account(folder: Path, shelves: Sequence[Path], numbers: AccountRange) -> Account:
    """The account of the home ``folder``; one that belongs to root gets the next free number.

    ``shelves`` are the folders that hold all homes, whose owners are the numbers in use.
    """
    with _locked(shelves[0]):
        owner = folder.stat().st_uid
        if owner in SYSTEM_ACCOUNTS:
            raise HomeError(
                say(
                    "The home folder %(folder)s belongs to the system account %(owner)s, under "
                    "which no session may run. The hub's operator can mend it: chown the folder to "
                    "root, and the next start gives it an account of its own.",
                    folder=str(folder),
                    owner=str(owner),
                )
            )
        if owner != 0:
            return Account(uid=owner, gid=folder.stat().st_gid or owner)
        account = _next_free(shelves, numbers)
        _hand_over(folder.resolve(), account)
        return account


def _next_free(shelves: Sequence[Path], numbers: AccountRange) -> Account:
    homes = itertools.chain.from_iterable(shelf.iterdir() for shelf in shelves if shelf.is_dir())
    taken = {home.stat().st_uid for home in homes}
    highest = max((uid for uid in taken if uid <= numbers.last), default=0)
    above = range(max(highest + 1, numbers.first), numbers.last + 1)
    below = range(numbers.first, numbers.last + 1)
    for number in itertools.chain(above, below):
        if number not in taken:
            return Account(uid=number, gid=number)
    raise HomeError(
        say(
            "All accounts from %(first)s to %(last)s are in use, so this home cannot have one of "
            "its own. The hub's operator can raise OfficinaSpawner.account_last.",
            first=str(numbers.first),
            last=str(numbers.last),
        )
    )


def _hand_over(folder: Path, account: Account) -> None:
    """Give a whole tree to ``account``, the top last: if cut off, the next start redoes it."""
    for _, folders, files, descriptor in os.fwalk(folder, topdown=False):
        for name in (*folders, *files):
            os.chown(name, account.uid, account.gid, dir_fd=descriptor, follow_symlinks=False)
    os.chown(folder, account.uid, account.gid)


@contextmanager
def _locked(shelf: Path) -> Iterator[None]:
    descriptor = os.open(shelf, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
