"""How the last session of each key ended, kept for the page that says so and starts it again."""

from __future__ import annotations

from pathlib import Path

from pydantic import AwareDatetime, ValidationError

from officina_courses.model import Frozen
from officina_courses.saying import Sayings
from officina_courses.whole_files import write_whole
from officina_spawners.profiles.choice import SessionChoice


class SessionEnding(Frozen):
    """What to tell the person, and what was asked for."""

    key: str
    user: str
    server_name: str
    job: str
    code: str
    sentence: str
    advice: str
    ended_at: AwareDatetime
    choice: SessionChoice
    log: tuple[str, ...] = ()
    said: Sayings = ()  # the sentence and the advice in parts, for translation
    advised: Sayings = ()


def write_ending(folder: Path, ending: SessionEnding) -> None:
    """Keep it in place of the one before."""
    write_whole(_path(folder, ending.key), ending.model_dump_json().encode())


def read_ending(folder: Path, key: str) -> SessionEnding | None:
    """How the last session of that key ended; None where none has, or nobody can read it."""
    try:
        return SessionEnding.model_validate_json(_path(folder, key).read_bytes())
    except (FileNotFoundError, ValidationError):
        return None


def forget_ending(folder: Path, key: str) -> None:
    """A new session has begun."""
    _path(folder, key).unlink(missing_ok=True)


def _path(folder: Path, key: str) -> Path:
    return folder / f"{key}.json"
