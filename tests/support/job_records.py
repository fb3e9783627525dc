"""Write-ahead records of batch sessions, as tests need them."""

from __future__ import annotations

from datetime import UTC, datetime

from pydantic import SecretStr

from officina_spawners.batch.marks import Marks
from officina_spawners.batch.record import JobRecord
from officina_spawners.profiles import SessionChoice

HUB = "0123456789abcdef"
MARKS = Marks(HUB, b"a secret of the hub's")


def record(**changes: object) -> JobRecord:
    usual: dict[str, object] = {
        "key": "ada",
        "hub_user": "ada",
        "user": "ada",
        "server_name": "",
        "cluster": "test",
        "comment": MARKS.new("ada", "ada"),
        "choice": SessionChoice(profile="gpu"),
        "token": SecretStr("a-secret"),
        "phase": "starting",
        "asked_at": datetime(2026, 1, 1, tzinfo=UTC),
    }
    return JobRecord.model_validate({**usual, **changes})
