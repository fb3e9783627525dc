"""Adding people to a course by name, and removing them, as a trainer does on the class page."""

from __future__ import annotations

from sqlalchemy.orm import Session

from officina_hub.portal.errors import BadRequest, NotFound
from officina_hub.portal.pages.teach import TrainerHandler, title_of
from officina_hub.portal.principal import COURSE_SERVER_PREFIX
from officina_hub.portal.removal import remove_member
from officina_hub.portal.store.act import Act, note
from officina_hub.portal.store.enrolment import enrol, make_trainer, role_of
from officina_widgets.wire import MemberRole

NOT_A_NAME = (
    "{found!r} cannot be a user name, so nobody was added. Write the name with which the person "
    "logs in here."
)
NEVER_SEEN = (
    "{user!r} has not logged in here yet, so nobody was added. Check the spelling, or ask them to "
    "log in once and add them then."
)
NOT_A_ROLE = (
    "{found!r} is not a role in a course, so nobody was added. Choose learner or trainer in the "
    "form."
)
NO_MEMBER = (
    "{user!r} does not belong to the course, so there is nobody to remove. Go back to the class "
    "page, which lists its people."
)
LONGEST_NAME = 255


def add_member(
    session: Session, course_id: str, user: str, role: MemberRole, act: Act
) -> MemberRole | None:
    """Make ``user`` a member in that role; gives back what they were before.

    The audit names the trainer who did it; a trainer is never made a learner by this.
    """
    before = role_of(session, course_id, user)
    theirs = act.model_copy(update={"user": user})
    if role == "trainer":
        make_trainer(session, course_id, theirs)
    else:
        enrol(session, course_id, theirs)
    note(session, act, "member added", course_id=course_id, detail=f"{user} as {role}")
    return before


def role_named(word: str) -> MemberRole:
    """The role of that name; raises ``BadRequest`` where there is none."""
    if word == "learner":
        return "learner"
    if word == "trainer":
        return "trainer"
    raise BadRequest("not-a-role", NOT_A_ROLE.format(found=word[:60]))


def is_a_name(user: str) -> bool:
    """Whether a person can be called so at the Hub; course servers are nobody's name."""
    is_person = not user.startswith(COURSE_SERVER_PREFIX) and "/" not in user
    return 0 < len(user) <= LONGEST_NAME and user.isprintable() and is_person


class MembersHandler(TrainerHandler):
    """The form on the class page."""

    async def post(self, course_id: str) -> None:
        user = self.get_body_argument("user", "")
        if not is_a_name(user):
            raise BadRequest("not-a-name", NOT_A_NAME.format(found=user[:60]))
        role = role_named(self.get_body_argument("role", "learner"))
        if not await self.portal.hub.knows_user(user):
            raise BadRequest("no-such-user", NEVER_SEEN.format(user=user))
        before = await self.portal.write(add_member, course_id, user, role, self.act())
        if before == "trainer" and role == "learner":
            text = self.t.gettext("%(user)s is a trainer of this course already.")
        elif role == "trainer":
            text = self.t.gettext("%(user)s is a trainer of this course now.")
        else:
            text = self.t.gettext("%(user)s is a learner of this course now.")
        self.flash(text % {"user": user})
        self.go(f"courses/{course_id}/teach")


class RemoveMemberHandler(TrainerHandler):
    """Asks whether somebody is to be removed; the answer is a ``POST``."""

    right = "members.remove"

    async def get(self, course_id: str) -> None:
        user = self.get_query_argument("user", "")
        role = await self.portal.read(role_of, course_id, user)
        if role is None:
            raise NotFound("no-such-member", NO_MEMBER.format(user=user[:60]))
        self.render_page(
            "remove_member.html",
            base=self.address(f"courses/{course_id}/teach"),
            course_id=course_id,
            course_title=await self.portal.read(title_of, course_id),
            user=user,
            role=role,
        )

    async def post(self, course_id: str) -> None:
        user = self.get_body_argument("user", "")
        before = await remove_member(self.portal, course_id, user, self.act())
        if before is None:
            text = self.t.gettext("%(user)s did not belong to this course.")
        else:
            text = self.t.gettext(
                "%(user)s does not belong to this course any more. Add them again to undo it."
            )
        self.flash(text % {"user": user})
        self.go("teach" if user == self.person else f"courses/{course_id}/teach")
