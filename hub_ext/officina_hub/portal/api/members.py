"""``/courses/{c}/members``: who belongs to a course, as far as its trainers decide it."""

from __future__ import annotations

from officina_hub.portal.api.base import ApiHandler
from officina_hub.portal.openapi import operation
from officina_hub.portal.removal import remove_member


class CourseMember(ApiHandler):
    """One member of a course."""

    @operation(
        "members.remove",
        "Remove a learner or trainer, never the last trainer; submissions stay",
        media="none",
        status=204,
        errors=(409,),
    )
    async def delete(self, course_id: str, user: str) -> None:
        """End the membership, and a trainer's way into the course's server."""
        await remove_member(self.portal, course_id, user, self.act())
        self.answer_nothing()
