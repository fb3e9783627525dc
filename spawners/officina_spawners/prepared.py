"""That a session was prepared for its person by somebody else, kept for as long as it lives.

A trainer has the sessions of a class started before it begins. Whose plan a session belongs to
must outlive a restart of the hub, and must not pass on to the next session of the same person: so
it is part of the state that JupyterHub stores, and each new start is without it unless the handler
that asks for the start brings one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from traitlets.config import Configurable

from officina_courses.model import CourseId, Frozen

STATE = "prepared"


class Prepared(Frozen):
    """Which plan a session belongs to, for which course, and who made the plan."""

    plan: str
    course: CourseId
    by: str


class PreparedMixin(Configurable):
    """Adds ``prepared`` to a spawner; None for a session that its person has asked for."""

    prepared: Prepared | None = None
    handler: Any
    orm_spawner: Any
    log: Any
    _log_name: str

    @property
    def taken_profile(self) -> str:
        """The profile of its job; empty where there is none. The spawner knows."""
        raise NotImplementedError

    def clear_state(self) -> None:
        """Called when a start begins and when a session has ended.

        It is written before the start goes on (the Hub commits then), so that a hub that dies in
        the middle knows it afterwards. A Hub that begins calls this, too, for whoever waits in a
        queue and so does not run yet; their job is still there, and still of that plan.
        """
        super().clear_state()  # type: ignore[misc]  # JupyterHub's Spawner comes after it
        if self.handler is None and self.taken_profile:
            return
        self.prepared = getattr(self.handler, "prepared", None)
        if self.prepared is not None and self.orm_spawner is not None:
            self.orm_spawner.state = {STATE: self.prepared.model_dump()}

    def get_state(self) -> dict[str, Any]:
        """With the plan, where there is one."""
        state: dict[str, Any] = super().get_state()  # type: ignore[misc]  # see above
        if self.prepared is not None:
            state[STATE] = self.prepared.model_dump()
        return state

    def load_state(self, state: Mapping[str, Any]) -> None:
        """Know the plan again after a restart of the hub; what is damaged is nobody's plan."""
        super().load_state(state)  # type: ignore[misc]  # see above
        try:
            self.prepared = Prepared.model_validate(state[STATE]) if STATE in state else None
        except ValidationError:
            self.log.warning("which plan the session of %s belongs to is lost", self._log_name)
