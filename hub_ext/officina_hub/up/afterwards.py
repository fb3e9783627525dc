"""What the supervisor asks of the running programs: routes, courses, and the end of sessions."""

from __future__ import annotations

from collections.abc import Sequence

from officina_hub.data_folder import DataFolder, Ports
from officina_hub.secret_files import read_secret
from officina_hub.up.http import ask, is_answering


async def restore_routes(data: DataFolder, ports: Ports) -> None:
    """A new proxy knows no routes: let the Hub tell it at once instead of in five minutes."""
    await ask(f"{ports.hub_api_url}/proxy", _as_supervisor(data), method="POST")


async def is_open(data: DataFolder, ports: Ports) -> bool:
    """Whether people get to the portal: through the proxy, with the Hub behind it."""
    address = f"http://127.0.0.1:{ports.public}/services/officina/api/courses?limit=1"
    return await is_answering(address, _as_supervisor(data))


async def has_course(data: DataFolder, ports: Ports, course_id: str) -> bool:
    """Whether a course can be taken: at a first start the grader still prepares it."""
    address = f"{ports.portal_url}/api/courses/{course_id}"
    return await is_answering(address, _as_supervisor(data))


async def end_sessions(data: DataFolder) -> Sequence[str]:
    """End every session; the names of those that would not end."""
    from officina_spawners.cleanup import stop_all_sessions

    return await stop_all_sessions(data.sessions, grace_seconds=3.0)


def jobs_going_on(data: DataFolder) -> dict[str, list[str]]:
    """The sessions that are jobs, by cluster; a stopped hub takes none of them along."""
    from officina_spawners.batch.side import records_in

    found: dict[str, list[str]] = {}
    for record in records_in(str(data.sessions)):
        found.setdefault(record.cluster, []).append(str(record.job or ""))
    return found


def _as_supervisor(data: DataFolder) -> dict[str, str]:
    return {"Authorization": f"token {read_secret(data.secrets, 'supervisor-token')}"}
