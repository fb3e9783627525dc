"""Where everything lies: the one folder that Hub, portal and grader of a machine share."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import Field

from officina_courses.model import Frozen
from officina_hub.errors import StartError

DATA_VARIABLE = "OFFICINA_DATA_DIR"


class Ports(Frozen):
    """The loopback ports of one Officina; remembered, because running sessions know them."""

    public: int = Field(default=8000, ge=1, le=65535)
    proxy_api: int = Field(default=8001, ge=1, le=65535)
    hub: int = Field(default=8081, ge=1, le=65535)
    portal: int = Field(default=8095, ge=1, le=65535)

    @property
    def portal_url(self) -> str:
        """The portal as programs on this machine reach it, without the proxy."""
        return f"http://127.0.0.1:{self.portal}/services/officina"

    @property
    def hub_api_url(self) -> str:
        return f"http://127.0.0.1:{self.hub}/hub/api"


class DataFolder:
    """The names of everything below one data folder; making it is the supervisor's business."""

    def __init__(self, root: Path) -> None:
        self.root = root.absolute()
        self.factory_toml = self.root / "factory.toml"
        self.accounts = self.root / "demo-accounts.json"
        self.format_file = self.root / "format"
        self.secrets = self.root / "secrets"
        self.hub = self.root / "hub"
        self.hub_database = self.hub / "jupyterhub.sqlite"
        self.portal = self.root / "portal"
        self.portal_database = self.portal / "portal.sqlite"
        self.hub_config = self.root / "jupyterhub_config.py"
        self.homes = self.root / "homes"
        self.courses = self.root / "courses"
        self.federation = self.root / "federation"
        self.dataspace = self.root / "dataspace"
        self.run = self.root / "run"
        self.ports_file = self.run / "ports.json"
        self.lock_file = self.run / "lock"
        self.sessions = self.run / "sessions"
        self.log = self.root / "log"

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders that must be there before anything starts."""
        return (
            self.root,
            self.secrets,
            self.hub,
            self.portal,
            self.homes,
            self.courses,
            self.run,
            self.sessions,
            self.log,
        )

    def check_is_one(self) -> None:
        """Raise ``StartError`` where nothing of Officina lies in this folder."""
        if not any(path.exists() for path in (self.factory_toml, self.format_file, self.portal)):
            raise StartError(
                f"{self.root} is not a data folder of Officina.",
                "Nothing is made in a place that was perhaps only mistyped.",
                f"Name the right one with --data-dir or {DATA_VARIABLE}; `officina up` makes a new "
                "one.",
            )

    def ports(self) -> Ports:
        """The ports in use, or the standard ones where none were written down."""
        try:
            return Ports.model_validate_json(self.ports_file.read_bytes())
        except (FileNotFoundError, ValueError):
            return Ports()


def default_data_dir() -> Path:
    """Where the data lies if nobody says otherwise."""
    if DATA_VARIABLE in os.environ:
        return Path(os.environ[DATA_VARIABLE])
    if os.geteuid() == 0:
        return Path("/var/lib/officina")
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "officina"
