"""What travels between portal, grader and people about courses that come from elsewhere."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from officina_courses.gates.report import GateReport
from officina_courses.model import CourseId, Finding, Frozen, Line, Origin
from officina_widgets.wire import Sha256

ImportState = Literal[
    "proving",  # waits for the run on this hub's own machines, or is in it
    "proved",  # ran green here; a trainer decides
    "unproved",  # did not run green; what was found says why
    "preparing",  # somebody published it, and what learners get is being made
    "published",
    "failed",  # preparing failed; learners keep what they have
    "discarded",
]
KeyId = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class ProofResult(Frozen):
    """The grader's answer to a ``prove`` job: the course taken through all gates here."""

    report: GateReport


class ProofProgress(Frozen):
    """Which step of a proof its grader is at."""

    done: int = Field(ge=0, le=1_000_000)
    of: int = Field(ge=0, le=1_000_000)
    what: str = Field(max_length=200, description="The notebook, and what is done with it")


class ProofState(ProofProgress):
    """The same, as the portal heard it last."""

    began_at: AwareDatetime
    told_at: AwareDatetime


class ImportOrigin(Frozen):
    """Whose package it is, as far as it can be known."""

    package_sha256: Sha256
    package_bytes: int
    course_id: CourseId = Field(description="The id that the course has in the package")
    signed_by: tuple[KeyId, ...] = Field(
        default=(), description="Ids of the keys, trusted here, that signed it"
    )
    claimed_by: tuple[KeyId, ...] = Field(
        default=(), description="Ids of all keys that signed it, known to anybody or not"
    )
    peer: str | None = Field(default=None, description="The peer whose feed offered it")
    peer_title: Line | None = None
    address: str | None = Field(default=None, max_length=2000)
    forked_from: Origin | None = Field(
        default=None, description="What the package says it was made of"
    )


class EarlierFile(Frozen):
    """A published version that came as a file, too; who signed it is what the file said."""

    version: str
    claimed_by: tuple[KeyId, ...] = ()


class ImportOut(Frozen):
    """A course from elsewhere on its way into this hub."""

    release_id: int
    course_id: CourseId
    title: Line
    version: str
    state: ImportState
    origin: ImportOrigin
    by: str
    taken_at: AwareDatetime
    message: str = ""
    progress: ProofState | None = Field(
        default=None, description="While it is run; null while it waits for its turn"
    )
    findings: tuple[Finding, ...] = ()
    proof: GateReport | None = None
    proved_at: AwareDatetime | None = None
    replaces_file: EarlierFile | None = Field(
        default=None,
        description="Where it came as a file and learners have another: publishing it asks for "
        "``same_maker_as`` with that one's version, because nobody can prove it by the files",
    )
