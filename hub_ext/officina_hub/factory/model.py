"""``factory.toml`` as frozen models; docs/reference/settings.md is made from their descriptions."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Final, Literal

from pydantic import Field, JsonValue, field_validator

from officina_courses.model import Frozen, Line, ParameterName
from officina_hub.factory.database_url import check_database_url
from officina_hub.factory.dataspaces import Dataspace, misfits_of_dataspaces
from officina_hub.factory.grader_jobs import misfits_of_jobs
from officina_hub.factory.mail import Mail
from officina_hub.factory.peers import Peer, misfits_of_peers
from officina_hub.factory.requests import Requests
from officina_hub.factory.service_levels import ServiceLevels
from officina_hub.factory.sessions import Grading, Sessions
from officina_spawners.profiles import (
    LOCAL_PROFILE,
    Cluster,
    Environment,
    Misfit,
    Offers,
    Profile,
    misfits,
)
from officina_spawners.profiles.names import AbsolutePath, InWords

VALUES: Final = InWords(
    "a table, each key the name of a parameter, each value a text, a number, true, false or an "
    "array of them"
)
EMAIL_PATTERN = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"


def id_of(name: str) -> str:
    """Small letters and digits of a name, joined by dashes."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = "-".join(re.findall(r"[a-z0-9]+", plain))
    return re.sub(r"^[^a-z]+", "", words)[:40].rstrip("-") or "factory"


class Identity(Frozen):
    """Who this factory is, on every page."""

    name: Line = Field(
        default="Demo AI Factory",
        max_length=80,
        description="Name in the header of every page.",
    )
    contact: str = Field(
        default="support@example.org",
        pattern=EMAIL_PATTERN,
        max_length=200,
        description="E-mail address shown to people who need help.",
    )
    accent: str = Field(
        default="#0b5cad",
        pattern=r"^#[0-9A-Fa-f]{6}$",
        description="Accent colour of the pages, as #rrggbb.",
    )
    id: str = Field(
        default="",
        pattern=r"^$|^[a-z][a-z0-9-]{0,39}$",
        description="Name of the factory among others, in addresses and signatures: small letters, "
        "digits and -, at most 40. Never change it once something was published. Empty: made of "
        "the name.",
    )
    federation_address: str = Field(
        default="",
        pattern=r"^$|^https?://[!-~]{1,500}/$",
        description="Address at which others find what `officina federation publish` writes, with "
        "/ at its end. The portal serves it at `/services/officina/federation/`. Empty: nothing "
        "can be published.",
    )
    shared_courses: Literal["all"] | tuple[str, ...] = Field(
        default=(),
        description="Ids of the courses that others may take over. Their packages are public, with "
        'solutions and tests. `"all"` for every published course.',
    )

    @property
    def own_id(self) -> str:
        """The id, or one made of the name."""
        return self.id or id_of(self.name)


class Login(Frozen):
    """How people log in."""

    provider: Literal["demo", "hub"] = Field(
        default="demo",
        description="`demo`: three accounts with random passwords, on one machine only. `hub`: "
        "whatever authenticator `jupyterhub_config.py` sets below `configure()`.",
    )


class Portal(Frozen):
    """Where the portal keeps its records and how much it takes."""

    database_url: str = Field(
        default="",
        description="SQLAlchemy address of the portal's database, `postgresql+psycopg://…` (with "
        "the extra `postgresql`, tried in part) or `sqlite:///…`, without a password (that comes "
        "from `~/.pgpass` or PGPASSWORD). Empty: SQLite in the data folder.",
    )
    max_submission_mib: int = Field(
        default=64, ge=1, le=4096, description="Largest submission, in MiB."
    )
    max_submission_files: int = Field(
        default=1000, ge=1, le=100_000, description="Most files in one submission."
    )
    max_course_mib: int = Field(
        default=256, ge=1, le=16_384, description="Largest course package, in MiB."
    )
    catalogue_snapshot: AbsolutePath | Literal[""] = Field(
        default="",
        description="The file of `officina catalogue snapshot` that sessions search while the "
        "portal is away, in a folder of its own, which is shown to them. Empty: none.",
    )
    course_environments: AbsolutePath | Literal[""] = Field(
        default="",
        description="The folder of `officina course environment build --into`, with the Pythons of "
        "courses that have packages of their own; sessions and graders on all machines must reach "
        "it. Empty: `environments` in the data folder.",
    )
    shipped_courses: Literal["all"] | tuple[str, ...] = Field(
        default="all",
        description="The courses that come with Officina and that a demo publishes at its start: "
        'a list of their ids, such as `["first-steps"]`, or all.',
    )
    single_curator: bool = Field(
        default=False,
        description="Whether a curator of the catalogue may publish what they wrote themselves. "
        "Set it to true only where the factory has a single one: else a second person reads it.",
    )

    @field_validator("database_url")
    @classmethod
    def _can_be_used(cls, value: str) -> str:
        if value:
            check_database_url(value)
        return value


class Factory(Frozen):
    """Everything ``factory.toml`` may say; every part has a default."""

    format: Literal[1] = Field(default=1, description="Version of this file's format.")
    course_parameters: Annotated[dict[ParameterName, JsonValue], VALUES] = Field(
        default={},
        description="This site's values for parameters of course notebooks, by their names, for "
        "`officina course run --site factory.toml` and for proofs of imported courses, "
        'such as "gpu" for `device`.',
    )
    factory: Identity = Identity()
    login: Login = Login()
    portal: Portal = Portal()
    sessions: Sessions = Sessions()
    grading: Grading = Grading()
    mail: Mail = Mail()
    requests: Requests = Requests()
    service_levels: ServiceLevels = ServiceLevels()
    profiles: tuple[Profile, ...] = Field(default=(LOCAL_PROFILE,), min_length=1)
    clusters: tuple[Cluster, ...] = ()
    environments: tuple[Environment, ...] = ()
    peers: tuple[Peer, ...] = ()
    dataspaces: tuple[Dataspace, ...] = ()

    def misfits(self) -> tuple[Misfit, ...]:
        """What is right by itself in the file's arrays of tables, and fits nothing."""
        found = (
            *misfits(self.profiles, self.clusters, self.environments),
            *misfits_of_peers(self.peers),
            *misfits_of_dataspaces(self.dataspaces),
        )
        if self.grading.kind == "local":
            return found
        jobs = self.grading.slurm
        return (*found, *misfits_of_jobs(jobs, self.clusters, self.environments))

    def offers(self) -> Offers:
        """What can be started here, as the spawner takes it."""
        return Offers(
            profiles=self.profiles, clusters=self.clusters, environments=self.environments
        )
