"""How the graders in Slurm stand, as the keeper wrote it down last: for the page and the CLI."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from pydantic import AwareDatetime, ValidationError

from officina_courses.model import Frozen
from officina_courses.whole_files import write_whole

GRADERS = "graders.json"
PROVERS = "provers.json"
STALE = timedelta(minutes=5)


class GradersState(Frozen):
    """One look of the keeper's."""

    at: AwareDatetime
    queued: int = 0  # jobs that wait for room
    running: int = 0
    trouble: str = ""  # why there are not as many as there should be; empty when all is well
    next_try_at: AwareDatetime | None = None

    def is_stale(self, now: datetime) -> bool:
        """Whether the keeper must have ended since."""
        return now - self.at > STALE


def write_state(run: Path, state: GradersState, *, file: str = GRADERS) -> None:
    """Keep it in place of the one before."""
    write_whole(run / file, state.model_dump_json().encode())


def read_state(run: Path, *, file: str = GRADERS) -> GradersState | None:
    """The last look; None where there was none, or nobody can read it."""
    try:
        return GradersState.model_validate_json((run / file).read_bytes())
    except (OSError, ValidationError):
        return None
