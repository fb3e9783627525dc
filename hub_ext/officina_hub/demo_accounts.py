"""The three demo accounts and their passwords, made at the first start and kept in one file."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Final, Literal

from pydantic import Field, ValidationError

from officina_courses.model import Frozen
from officina_hub.errors import OfficinaError

Kind = Literal["learner", "trainer", "admin"]

# Read aloud and typed by hand: no letters that look alike.
ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"


class DemoAccount(Frozen):
    """One account of the demo."""

    name: Kind
    password: str = Field(min_length=12, max_length=200, repr=False)
    does: str = Field(description="What this person does, in a few words")


class DemoAccounts(Frozen):
    """All accounts of the demo."""

    accounts: tuple[DemoAccount, ...] = Field(min_length=1)


DOES: Final[dict[Kind, str]] = {
    "learner": "takes courses",
    "trainer": "publishes and grades",
    "admin": "looks after the Hub",
}


def make_accounts() -> DemoAccounts:
    """Three accounts with new random passwords (80 bits each)."""
    return DemoAccounts(
        accounts=tuple(
            DemoAccount(name=name, password=_password(), does=does) for name, does in DOES.items()
        )
    )


def write_accounts(path: Path, accounts: DemoAccounts) -> None:
    """Write them for this account's eyes only; an existing file is never overwritten."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(accounts.model_dump_json(indent=2) + "\n")
        file.flush()
        os.fsync(file.fileno())


def read_accounts(path: Path) -> DemoAccounts:
    """The accounts in that file.

    Raises
    ------
    OfficinaError
        When the file is missing or damaged.

    """
    try:
        return DemoAccounts.model_validate_json(path.read_bytes())
    except OSError as error:
        found = error.strerror or "unreadable"
    except ValidationError as error:
        found = f"{error.error_count()} mistakes in it"
    raise OfficinaError(
        f"The demo accounts in {path} cannot be read ({found}).",
        "Without them nobody can log in.",
        "Delete the file and start again: new passwords are made, and all work is kept.",
    )


def _password() -> str:
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))
