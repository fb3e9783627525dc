"""All that a hub offers: its profiles with their clusters and environments, checked together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from pydantic import Field, model_validator

from officina_courses.model import Frozen
from officina_spawners.profiles.choice import SessionChoice, judge
from officina_spawners.profiles.cluster import Cluster
from officina_spawners.profiles.environment import Environment
from officina_spawners.profiles.misfits import misfits
from officina_spawners.profiles.profile import Profile


class Offers(Frozen):
    """The facts of sessions in one value."""

    profiles: tuple[Profile, ...] = Field(min_length=1)
    clusters: tuple[Cluster, ...] = ()
    environments: tuple[Environment, ...] = ()

    @model_validator(mode="after")
    def _names_lead_somewhere(self) -> Self:
        for keys, allowed in misfits(self.profiles, self.clusters, self.environments):
            raise ValueError(f"{'.'.join(map(str, keys))}: {allowed}")
        return self

    def judge(self, raw: Mapping[str, object]) -> SessionChoice:
        """The choice that these options mean; ``OptionsError`` where they mean none."""
        return judge(raw, self.profiles, self.environments)

    def profile(self, choice: SessionChoice) -> Profile:
        """The profile of a choice that was judged here."""
        return next(each for each in self.profiles if each.name == choice.profile)
