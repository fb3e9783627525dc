"""``/launch/ended``: for a JupyterLab that does not reach its session any more, why that is so.

The session itself cannot say: what ended its job has ended its server, too. So the window asks
here, with its person's own login, and is told no more than the launch page shows.
"""

from __future__ import annotations

from officina_hub.portal.pages.launch_form import LONGEST_VALUE
from officina_hub.portal.pages.own_server import OwnServerHandler


class EndedHandler(OwnServerHandler):
    """How one of the reader's own sessions stands, and how it ended."""

    async def get(self) -> None:
        name = self.get_query_argument("server", "")[:LONGEST_VALUE]
        is_own = self.get_query_argument("user", "") == self.person  # a guest is told nothing
        session = await self.own_session(name) if is_own else None
        ending = session.ending if session is not None else None
        self.set_header("Cache-Control", "private, no-store")
        self.finish(
            {
                "state": session.answer.state if session is not None else "unknown",
                "sentence": ending.sentence if ending else "",
                "advice": ending.advice if ending else "",
            }
        )
