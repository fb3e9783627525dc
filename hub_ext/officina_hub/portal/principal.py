"""Who asks, as the Hub describes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from officina_courses.model import Frozen
from officina_hub import scopes

COURSE_SERVER_PREFIX = "course-"


class Principal(Frozen):
    """A person, a course's own server, or a service, with the scopes of the token they showed."""

    name: str
    kind: Literal["user", "service"] = "user"
    scopes: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    is_admin: bool = False

    @classmethod
    def from_hub(cls, model: Mapping[str, Any]) -> Principal:
        """From the Hub's answer to ``GET /user``."""
        return cls(
            name=str(model["name"]),
            kind="service" if model.get("kind") == "service" else "user",
            scopes=frozenset(model.get("scopes") or ()),
            groups=frozenset(model.get("groups") or ()),
            is_admin=bool(model.get("admin", False)),
        )

    def has(self, scope: str) -> bool:
        """Whether the token bears that scope."""
        return scope in self.scopes

    @property
    def own_course(self) -> str | None:
        """The course whose own server this is; ``None`` for everybody else."""
        is_server = self.kind == "user" and self.name.startswith(COURSE_SERVER_PREFIX)
        if is_server and self.has(scopes.COURSE):
            return self.name.removeprefix(COURSE_SERVER_PREFIX)
        return None
