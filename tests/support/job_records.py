"""Write-ahead records of batch sessions, as tests need them."""

from __future__ import annotations

from datetime import UTC, datetime

from pydantic import SecretStr

from officina_spawners.batch.record import JobRecord, new_comment
from officina_spawners.profiles import SessionChoice

HUB = "0123456789abcdef"


def record(**changes: object) -> JobRecord:
    usual: dict[str, object] = {
        "key": "ada",
        "hub_user": "ada",
        "user": "ada",
        "server_name": "",
        "cluster": "test",
        "comment": new_comment(HUB),
        "choice": SessionChoice(profile="gpu"),
        "token": SecretStr("a-secret"),
        "phase": "starting",
        "asked_at": datetime(2026, 1, 1, tzinfo=UTC),
    }
    return JobRecord.model_validate({**usual, **changes})
