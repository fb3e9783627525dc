"""What a job is asked for; each word is refused or quoted before it meets a batch script."""

from __future__ import annotations

from pydantic import Field

from officina_courses.model import Frozen
from officina_spawners.profiles.names import SlurmName


class JobNeeds(Frozen):
    """The needs of one run, the same for all of a plan."""

    minutes: int = Field(default=30, ge=1, le=7 * 24 * 60)
    cores: int = Field(default=1, ge=1, le=1024)
    memory_gib: int = Field(default=4, ge=1, le=16_384)
    gpus: int = Field(default=0, ge=0, le=64)
    partition: SlurmName | None = None
    account: SlurmName | None = None
    qos: SlurmName | None = None
    at_once: int = Field(default=16, ge=1, le=1000, description="Jobs that may run side by side")
