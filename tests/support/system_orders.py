"""An order for a session on any batch system, as tests need it."""

from __future__ import annotations

from pathlib import Path

from officina_spawners.batch.script import Order
from officina_spawners.profiles import Profile, SessionChoice

MARK = "officina:0123456789abcdef:" + "c" * 32
CHOICE = SessionChoice(profile="gpu", gpus=2, cores=4, memory_gib=16, minutes=90, account="course")


def order(home: Path, **changes: object) -> Order:
    usual = {
        "name": "officina-session",
        "comment": MARK,
        "home": home,
        "profile": Profile(name="gpu", title="GPU", place="slurm", partition="gpuq"),
        "choice": CHOICE,
    }
    return Order.model_validate({**usual, **changes})
