"""Where slurmrestd's token comes from; it is read for each request, so that it can be renewed."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Callable
from pathlib import Path

from officina_spawners.slurm.client import Unanswered

Token = Callable[[], str]


def token_in_file(path: Path) -> Token:
    """A file that a timer fills with what ``scontrol token`` prints."""

    def read() -> str:
        try:
            return _bare(path.read_text(encoding="ascii"))
        except (OSError, UnicodeDecodeError) as error:
            raise Unanswered(f"the token for slurmrestd cannot be read: {error}") from error

    return read


def token_in_environment(name: str = "SLURM_JWT") -> Token:
    """A variable of the hub's environment, as Slurm's own commands take it."""

    def read() -> str:
        if not os.environ.get(name):
            raise Unanswered(f"{name} is not set, so slurmrestd cannot be asked")
        return _bare(os.environ[name])

    return read


def owner_of(token: str) -> str:
    """The user Slurm made it for; slurmrestd wants the name beside the token that holds it."""
    try:
        part = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
        return str(claims["sun"])
    except (IndexError, KeyError, TypeError, ValueError):
        raise Unanswered("the token for slurmrestd is none of Slurm's") from None


def _bare(text: str) -> str:
    """Without the ``SLURM_JWT=`` that ``scontrol token`` prints before it."""
    return text.strip().removeprefix("SLURM_JWT=")
