"""How long the Hub waits for a start: as long as the profile does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from officina_spawners.errors import OptionsError

MARGIN_SECONDS = 120  # the spawner's own limits speak first, in plain words
TURN_SECONDS = 600  # how long a start may wait for its turn


def allow_for_the_queue(spawner: Any, user_options: Mapping[str, object]) -> None:
    """Set the spawner's ``start_timeout``; its ``start`` judges the options itself."""
    wait: float = spawner._local_start_seconds + TURN_SECONDS
    try:
        profile = spawner.offers.profile(spawner.offers.judge(user_options))
    except OptionsError:
        pass
    else:
        if profile.place == "slurm":
            wait = spawner._jobs.patience_seconds(profile) + spawner.job_start_seconds
    spawner.start_timeout = int(wait) + MARGIN_SECONDS
