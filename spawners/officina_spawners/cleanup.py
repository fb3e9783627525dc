"""The end of all sessions, for the supervisor that shuts the whole house down.

Sessions outlive their hub on purpose: it may be restarted at any time. So when everything is to
end, somebody must say so, after the hub is gone.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from officina_spawners.ending import end_session
from officina_spawners.records import all_records


async def stop_all_sessions(run_dir: Path, *, grace_seconds: float = 10.0) -> tuple[str, ...]:
    """End every session that ``run_dir`` knows, all at once; return those that would not end."""
    records = all_records(run_dir)
    ended = await asyncio.gather(
        *(end_session(run_dir, record, grace_seconds=grace_seconds) for record in records)
    )
    return tuple(record.key for record, is_gone in zip(records, ended, strict=True) if not is_gone)
