"""What one portal needs to know: where its data lie, what it takes in, how it reaches the Hub."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from pydantic import Field, SecretStr

from officina_courses.archive import COURSE_LIMITS, SUBMISSION_LIMITS, Limits
from officina_courses.looking.confinement import LookBounds
from officina_courses.model import Frozen
from officina_hub.errors import StartError
from officina_hub.factory.dataspaces import Dataspace
from officina_hub.factory.mail import Mail
from officina_hub.factory.model import Identity
from officina_hub.factory.peers import Peer
from officina_hub.factory.requests import Requests
from officina_hub.factory.service_levels import ServiceLevels
from officina_spawners.profiles import Profile

MIB = 1024 * 1024


class HubAccess(Frozen):
    """How the portal reaches its Hub, and how the Hub knows it (JupyterHub's service variables)."""

    api_url: str
    api_token: SecretStr
    base_url: str = "/"
    service_name: str = "officina"
    service_prefix: str = "/services/officina/"
    service_url: str = Field(default="http://127.0.0.1:0", description="Where the portal listens")
    client_id: str = "service-officina"
    oauth_callback_url: str = "/services/officina/oauth_callback"

    @property
    def hub_prefix(self) -> str:
        """The path of the Hub's own pages, with a slash at its end."""
        return self.base_url.rstrip("/") + "/hub/"


class PortalSettings(Frozen):
    """All settings of one portal. Times are in seconds, sizes in bytes."""

    data_dir: Path
    hub: HubAccess
    database_url: str = ""
    environments: Path | None = Field(
        default=None, description="The Pythons of courses; None for those in the data folder"
    )
    has_gpus: bool = Field(default=False, description="Whether sessions with GPUs are offered")
    may_prestart: bool = Field(default=True, description="Whether classes may be prepared")
    has_grader_jobs: bool = Field(default=False, description="Whether graders are jobs of Slurm")
    single_curator: bool = Field(
        default=False, description="Whether curators may publish what they wrote themselves"
    )
    identity: Identity = Identity()
    mail: Mail = Mail()
    requests: Requests = Requests()
    peers: tuple[Peer, ...] = ()
    dataspaces: tuple[Dataspace, ...] = ()
    profiles: tuple[Profile, ...] = ()
    service_levels: ServiceLevels = ServiceLevels()
    lease_seconds: int = Field(default=60, ge=1, description="How long work is held unheard of")
    submission_limits: Limits = SUBMISSION_LIMITS
    course_limits: Limits = COURSE_LIMITS
    looking: LookBounds = LookBounds()
    max_json_bytes: int = Field(default=MIB, ge=1024)
    max_result_bytes: int = Field(default=64 * MIB, ge=1024, description="Marks with feedback")
    idle_seconds: float = Field(
        default=60, gt=0, description="How long a sender may be silent in the middle of a body"
    )
    max_drained_bytes: int = Field(
        default=512 * MIB,
        ge=1024,
        description="How much of a refused upload is read and dropped, so that a client which "
        "sends everything before it listens still sees the answer",
    )

    @classmethod
    def from_environment(
        cls, data_dir: Path, environment: Mapping[str, str] = os.environ
    ) -> PortalSettings:
        """The settings of the service that the Hub was told of.

        Raises
        ------
        StartError
            When a variable that JupyterHub sets for a service is missing.

        """
        name = _needed(environment, "JUPYTERHUB_SERVICE_NAME")
        prefix = _needed(environment, "JUPYTERHUB_SERVICE_PREFIX")
        callback = environment.get("JUPYTERHUB_OAUTH_CALLBACK_URL") or prefix + "oauth_callback"
        hub = HubAccess(
            api_url=_needed(environment, "JUPYTERHUB_API_URL"),
            api_token=SecretStr(_needed(environment, "JUPYTERHUB_API_TOKEN")),
            base_url=environment.get("JUPYTERHUB_BASE_URL") or "/",
            service_name=name,
            service_prefix=prefix,
            service_url=_needed(environment, "JUPYTERHUB_SERVICE_URL"),
            client_id=environment.get("JUPYTERHUB_CLIENT_ID") or f"service-{name}",
            oauth_callback_url=callback,
        )
        url = environment.get("OFFICINA_DATABASE_URL", "")
        return cls(data_dir=data_dir.absolute(), hub=hub, database_url=url)

    @property
    def home(self) -> Path:
        """The portal's own folder."""
        return self.data_dir / "portal"

    @property
    def environments_folder(self) -> Path:
        """Where the Pythons of courses with packages of their own lie."""
        return self.environments or self.data_dir / "environments"

    @property
    def blobs(self) -> Path:
        """The content-addressed store."""
        return self.home / "blobs"

    @property
    def incoming(self) -> Path:
        """Where uploads lie while they arrive."""
        return self.home / "incoming"

    @property
    def checks(self) -> Path:
        """Where work lies that was sent for a check, until it has been run."""
        return self.home / "checks"

    @property
    def catalogue(self) -> Path:
        """The search index of the catalogue, which can be made anew from the database."""
        return self.home / "catalogue"

    @property
    def database(self) -> str:
        """The database's URL: the one that was given, or SQLite in the portal's folder."""
        return self.database_url or f"sqlite:///{self.home / 'portal.sqlite'}"

    @property
    def receipt_key_file(self) -> Path:
        """The key that signs receipts."""
        return self.data_dir / "secrets" / "receipt-key"

    @property
    def cookie_secret_file(self) -> Path:
        """The key that signs the portal's cookies; a new one logs everybody out."""
        return self.home / "cookie-secret"


def _needed(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name)
    if not value:
        raise StartError(
            f"The environment variable {name} is not set.",
            "Without it the portal does not know its Hub, so nobody could log in.",
            "Start the portal by 'officina up', or as a service of JupyterHub, which sets it.",
        )
    return value
