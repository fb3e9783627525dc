"""The one table of custom scopes and of the roles that hold them.

Code, docs/reference/scopes.md and the API description are made from it. A scope says what kind of
thing a token may do; *whose* course or submission it may do it to is decided by membership in the
portal's database, so a scope is necessary and never enough.
"""

from __future__ import annotations

from typing import Final, NamedTuple

PREFIX: Final = "custom:officina:"


class ScopeInfo(NamedTuple):
    """What a custom scope allows, in one sentence, and who holds it."""

    description: str
    holders: tuple[str, ...]


READ: Final = PREFIX + "read"
LEARN: Final = PREFIX + "learn"
TEACH: Final = PREFIX + "teach"
PRESTART: Final = PREFIX + "prestart"
PUBLISH: Final = PREFIX + "publish"
CURATE: Final = PREFIX + "curate"
COURSE: Final = PREFIX + "course"
QUEUE: Final = PREFIX + "queue"
OPERATE: Final = PREFIX + "operate"
ASK: Final = PREFIX + "ask"
REQUESTS: Final = PREFIX + "requests"
AGREE: Final = PREFIX + "agree"
COURSE_SERVERS: Final = PREFIX + "course-servers"
PRESTART_SESSIONS: Final = PREFIX + "prestart-sessions"

SCOPES: Final[dict[str, ScopeInfo]] = {
    READ: ScopeInfo(
        "List courses, read their pages, and search the catalogue.",
        ("user", "server", "officina-supervisor"),
    ),
    LEARN: ScopeInfo(
        "Enrol, fetch material, submit, and read one's own marks and feedback.", ("user", "server")
    ),
    TEACH: ScopeInfo(
        "See the learners and marks of the courses one is a trainer of.", ("officina-trainer",)
    ),
    PRESTART: ScopeInfo(
        "Have sessions prepared for the learners of the courses one is a trainer of.",
        ("officina-trainer",),
    ),
    PUBLISH: ScopeInfo(
        "Publish courses and new versions of one's own courses.", ("officina-trainer",)
    ),
    CURATE: ScopeInfo(
        "Describe records of the catalogue, review what others wrote, and publish it.",
        ("officina-curator",),
    ),
    COURSE: ScopeInfo(
        "Act for the one course whose own server holds the token: release, collect, feedback.",
        ("officina-course-server",),
    ),
    QUEUE: ScopeInfo(
        "Take work from the grading queue and hand in its results.", ("officina-grader",)
    ),
    OPERATE: ScopeInfo("See the state of the portal and its queue.", ("officina-operator",)),
    ASK: ScopeInfo("File requests for access, and see and withdraw one's own.", ("user",)),
    REQUESTS: ScopeInfo(
        "See everybody's requests for access, and answer them.", ("officina-advisor",)
    ),
    AGREE: ScopeInfo(
        "Agree for this factory to the terms that data of a data space come under.",
        ("officina-data-steward",),
    ),
    COURSE_SERVERS: ScopeInfo(
        "Ask the Hub to make the server account of a course and to name its trainers.",
        ("officina-portal",),
    ),
    PRESTART_SESSIONS: ScopeInfo(
        "Have sessions of a class started under each person's own limits, and those ended that "
        "nobody has opened.",
        ("officina-portal",),
    ),
}
