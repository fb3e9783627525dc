"""Who may do what: one table of operations, scopes and relations.

A *scope* is what the asker's token may do at all; a *relation* is what the asker is to the very
course, submission or release. A grant needs both; an operation is allowed by any of its grants.
The table is data: handlers, the API description and the tests that try every role on every
operation are made from it.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from officina_courses.model import Frozen
from officina_hub.portal.principal import Principal
from officina_hub.scopes import (
    AGREE,
    ASK,
    COURSE,
    CURATE,
    LEARN,
    OPERATE,
    PRESTART,
    PUBLISH,
    QUEUE,
    READ,
    REQUESTS,
    TEACH,
)
from officina_widgets.wire import MemberRole

Relation = Literal["anyone", "member", "trainer", "owner", "course server", "founder"]


class Grant(NamedTuple):
    """A scope together with what its holder must be to the thing."""

    scope: str
    relation: Relation


class Right(NamedTuple):
    """What one operation needs; a hidden thing does not exist for those who may not see it."""

    deed: str
    needs: str
    grants: tuple[Grant, ...]
    is_hidden: bool = False


class Standing(Frozen):
    """What the asked-for thing is, as far as rights go: whose, and what the asker is in it."""

    course_id: str | None = None
    role: MemberRole | None = None
    owner: str | None = None
    is_new_course: bool = False


TEACHERS: Final = (Grant(TEACH, "trainer"), Grant(COURSE, "course server"))
MINE_OR_TAUGHT: Final = (Grant(LEARN, "owner"), *TEACHERS)
ADVISOR: Final = (Grant(REQUESTS, "anyone"),)
GRADER: Final = (Grant(QUEUE, "anyone"),)

AS_TRAINER: Final = "being a trainer of the course"
AS_MEMBER: Final = "being enrolled in the course"
AS_ADVISOR: Final = "being in the Hub's group 'advisors'"
AS_GRADER: Final = "the grader's token"
AS_CURATOR: Final = "being one of the Hub's group 'curators'"
AS_ASKER: Final = "having asked for it"
AS_STEWARD: Final = "being one of the Hub's group 'data-stewards'"

RIGHTS: Final[dict[str, Right]] = {
    "courses.list": Right(
        "list courses", "a login", (Grant(READ, "anyone"), Grant(COURSE, "anyone"))
    ),
    "courses.read": Right(
        "read a course", "a login", (Grant(READ, "anyone"), Grant(COURSE, "anyone"))
    ),
    "enrolment.write": Right("enrol or leave", "a login", (Grant(LEARN, "anyone"),)),
    "members.remove": Right("remove a member", AS_TRAINER, (Grant(TEACH, "trainer"),)),
    "files.read": Right("fetch an exercise", AS_MEMBER, (Grant(LEARN, "member"), *TEACHERS)),
    "files.release": Right("release an exercise", AS_TRAINER, TEACHERS),
    "exercises.edit": Right("set a deadline", AS_TRAINER, (Grant(TEACH, "trainer"),)),
    "submissions.create": Right("submit", AS_MEMBER, (Grant(LEARN, "member"),)),
    "checks.create": Right("have an exercise checked", AS_MEMBER, (Grant(LEARN, "member"),)),
    "checks.read": Right("see a check", AS_ASKER, (Grant(LEARN, "owner"),), is_hidden=True),
    "checks.files": Right("run a check", AS_GRADER, GRADER, is_hidden=True),
    "submissions.list_own": Right("list your submissions", "a login", (Grant(LEARN, "anyone"),)),
    "submissions.list_all": Right("list others' submissions", AS_TRAINER, TEACHERS),
    "submissions.read": Right(
        "see a submission", AS_TRAINER, (*MINE_OR_TAUGHT, *GRADER), is_hidden=True
    ),
    "submissions.receipt": Right(
        "see a receipt",
        AS_TRAINER,
        (Grant(LEARN, "owner"), Grant(TEACH, "trainer")),
        is_hidden=True,
    ),
    "submissions.feedback": Right("read feedback", AS_TRAINER, MINE_OR_TAUGHT, is_hidden=True),
    "submissions.regrade": Right(
        "have a submission graded again", AS_TRAINER, TEACHERS, is_hidden=True
    ),
    "regrades.write": Right(
        "grade an exercise again for everybody", AS_TRAINER, (Grant(TEACH, "trainer"),)
    ),
    "feedback.publish": Right("publish feedback", AS_TRAINER, TEACHERS),
    "gradebook.read": Right("read the marks of a course", AS_TRAINER, TEACHERS),
    "similarity.use": Right("look for similar solutions", AS_TRAINER, (Grant(TEACH, "trainer"),)),
    "releases.create": Right(
        "publish a course", AS_TRAINER, (Grant(PUBLISH, "founder"), Grant(PUBLISH, "trainer"))
    ),
    "imports.create": Right(
        "import a course", "the right to publish courses", (Grant(PUBLISH, "anyone"),)
    ),
    "imports.decide": Right(
        "decide on an imported course", AS_TRAINER, (Grant(PUBLISH, "trainer"),), is_hidden=True
    ),
    "releases.list": Right(
        "list releases", AS_TRAINER, (Grant(TEACH, "trainer"), Grant(PUBLISH, "trainer"))
    ),
    "releases.read": Right(
        "see a release",
        AS_TRAINER,
        (Grant(TEACH, "trainer"), Grant(PUBLISH, "trainer"), *GRADER),
        is_hidden=True,
    ),
    "releases.package": Right("download a package", AS_GRADER, GRADER, is_hidden=True),
    "releases.prepare": Right("prepare a release", AS_GRADER, GRADER, is_hidden=True),
    "prestarts.write": Right(
        "prepare sessions for a class",
        AS_TRAINER,
        (Grant(PRESTART, "trainer"), Grant(OPERATE, "anyone")),
    ),
    "catalogue.read": Right(
        "look into the catalogue", "a login", (Grant(READ, "anyone"), Grant(COURSE, "anyone"))
    ),
    "catalogue.curate": Right("look after the catalogue", AS_CURATOR, (Grant(CURATE, "anyone"),)),
    "assets.read": Right(
        "list what is shared",
        "the right to publish courses, or being an operator",
        (Grant(PUBLISH, "anyone"), Grant(OPERATE, "anyone")),
    ),
    "data.terms": Right("read the terms of data", "a login", (Grant(READ, "anyone"),)),
    "data.agree": Right("agree to the terms of data", AS_STEWARD, (Grant(AGREE, "anyone"),)),
    "data.list": Right("list your agreements on data", "a login", (Grant(READ, "anyone"),)),
    "data.read": Right(
        "see an agreement on data", "having made it", (Grant(READ, "owner"),), is_hidden=True
    ),
    "data.decide": Right(
        "stop, fetch again or remove data", AS_STEWARD, (Grant(AGREE, "owner"),), is_hidden=True
    ),
    "requests.create": Right("ask for access", "a login of a person", (Grant(ASK, "anyone"),)),
    "requests.list_own": Right(
        "list your requests", "a login of a person", (Grant(ASK, "anyone"),)
    ),
    "requests.list_all": Right("list everybody's requests", AS_ADVISOR, ADVISOR),
    "requests.read": Right(
        "see a request", AS_ASKER, (Grant(ASK, "owner"), *ADVISOR), is_hidden=True
    ),
    "requests.reply": Right("add to a request", AS_ASKER, (Grant(ASK, "owner"),), is_hidden=True),
    "requests.answer": Right("answer a request", AS_ADVISOR, ADVISOR, is_hidden=True),
    "queue.work": Right("work on the queue", AS_GRADER, GRADER),
}


def is_allowed(operation: str, principal: Principal, standing: Standing) -> bool:
    """Whether the table lets this person or service do that here."""
    held = relations(principal, standing)
    return any(
        principal.has(grant.scope) and grant.relation in held for grant in RIGHTS[operation].grants
    )


def relations(principal: Principal, standing: Standing) -> frozenset[Relation]:
    """What the asker is to the thing."""
    held: set[Relation] = {"anyone"}
    if standing.role is not None:
        held.add("member")
    if standing.role == "trainer":
        held.add("trainer")
    if standing.owner is not None and standing.owner == principal.name:
        held.add("owner")
    if standing.course_id is not None and standing.course_id == principal.own_course:
        held.add("course server")
    if standing.is_new_course:
        held.add("founder")
    return frozenset(held)
