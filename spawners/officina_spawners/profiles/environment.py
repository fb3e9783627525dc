"""The software that a session on a cluster starts in."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from officina_courses.model import Frozen, Line
from officina_spawners.profiles.names import AbsolutePath, ModuleName, ProfileName


class Environment(Frozen):
    """One environment that profiles can offer; it must bring `officina[user]`."""

    name: ProfileName = Field(description="Its name here and in links.")
    title: Line = Field(max_length=80, description="Its name on the page.")
    kind: Literal["path", "module", "venv", "conda", "apptainer"] = Field(
        default="path",
        description="`path`: the PATH of the job. `module`: environment modules (Lmod). `venv`, "
        "`conda`: the folder of an environment. `apptainer`: an image, with --nv.",
    )
    modules: tuple[ModuleName, ...] = Field(
        default=(), description="Modules to load, in this order; with every kind."
    )
    path: AbsolutePath | Literal[""] = Field(
        default="", description="The environment's folder, or the image."
    )
    program: tuple[str, ...] = Field(
        default=("jupyterhub-singleuser",),
        min_length=1,
        description="The command of the single-user server within it.",
    )

    @property
    def needs_login_shell(self) -> bool:
        """Whether ``module`` and ``conda`` must be known, which login shells alone know."""
        return bool(self.modules) or self.kind == "conda"

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> Environment:
        if self.kind in {"venv", "conda", "apptainer"} and not self.path:
            raise ValueError(f"a path for kind = '{self.kind}'")
        if self.kind == "module" and not self.modules:
            raise ValueError("at least one module for kind = 'module'")
        return self
