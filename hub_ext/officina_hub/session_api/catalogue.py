"""The offers for one person, and the quote of one choice."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from officina_hub.session_api.answers import (
    Choice,
    Expected,
    OffersAnswer,
    ProfileOffer,
    Quote,
    Waited,
)
from officina_hub.session_api.desk import Desk
from officina_hub.session_api.facts import ClusterFacts
from officina_hub.session_api.offering import (
    closed_offer,
    cluster_offer,
    counted_hours,
    gpu_hours,
    local_offer,
)
from officina_hub.session_api.person import Person
from officina_hub.session_api.quoting import (
    choice_of,
    cluster_faults,
    hours_left,
    own_faults,
    wall_faults,
)
from officina_hub.session_api.situation import known, situation_of
from officina_hub.session_api.waits import waited
from officina_spawners.errors import NoAccountError, OptionsError
from officina_spawners.profiles import Profile, SessionChoice
from officina_spawners.slurm.resources import Wall

RECENT = 5


class Catalogue:
    """What this person can start; made anew for each request, from answers that are kept."""

    def __init__(self, person: Person, desk: Desk) -> None:
        self._person = person
        self._desk = desk
        self._offers = person.offers

    async def answer(self, raw: Mapping[str, object]) -> OffersAnswer:
        """All of it; with the quote of ``raw`` unless that is empty."""
        profiles = await asyncio.gather(*(self.offer(each) for each in self._offers.profiles))
        return OffersAnswer(
            profiles=tuple(profiles),
            recent=self._recent(),
            quote=await self.quote(raw) if raw else None,
        )

    async def offer(self, profile: Profile) -> ProfileOffer:
        """One card."""
        in_use = self._person.in_use().get(profile.name, 0)
        if profile.place == "local":
            return local_offer(profile, in_use)
        try:
            account = await self._person.unix_account()
        except NoAccountError as error:
            return closed_offer(profile, in_use, error.said)
        facts = self._desk.facts(self._offers, profile)
        facts.forget_moved(self._person.name, account, self._person.footprint())
        preset = self._offers.judge({"profile": profile.name})
        situation = await situation_of(facts, account)
        offer = cluster_offer(profile, situation, self._offers.environments, preset, in_use)
        estimator = self._desk.estimator(self._offers, profile)
        expected = await estimator.of_choice(preset, profile)
        return offer.model_copy(
            update={
                "expected": expected,
                "accuracy": estimator.accuracy() if expected else None,
                "waited": await self._waited(profile, facts, offer.partition),
            }
        )

    async def quote(self, raw: Mapping[str, object]) -> Quote:
        """What this choice costs, and what stands against it; Slurm is not asked to try it."""
        faults = own_faults(raw, self._offers)
        if faults:
            return Quote(choice={}, gpu_hours=0, faults=faults)
        choice = self._offers.judge(raw)
        profile = self._offers.profile(choice)
        offer = await self.offer(profile)
        return Quote(
            choice=choice_of(choice, profile),
            gpu_hours=gpu_hours(choice, profile),
            counted_hours=counted_hours(choice),
            gpu_hours_left=hours_left(choice, offer),
            expected=await self._expected(choice, profile, offer),
            faults=(
                *cluster_faults(choice, offer),
                *wall_faults(choice, offer, await self._walls(choice, profile)),
            ),
        )

    async def _waited(self, profile: Profile, facts: ClusterFacts, partition: str) -> Waited | None:
        if not (profile.gpus.max or profile.shards.max):
            return None
        return waited(known(await facts.past.look()), partition)

    async def _walls(self, choice: SessionChoice, profile: Profile) -> tuple[Wall, ...]:
        """Slurm is asked only about a named service class: its default may have another limit."""
        if profile.place == "local" or not choice.qos:
            return ()
        try:
            account = await self._person.unix_account()
        except NoAccountError:
            return ()  # the card says so
        return known(await self._desk.facts(self._offers, profile).walls(account).look())

    async def _expected(
        self, choice: SessionChoice, profile: Profile, offer: ProfileOffer
    ) -> Expected | None:
        if profile.place == "local" or offer.closed:
            return None
        return await self._desk.estimator(self._offers, profile).of_choice(choice, profile)

    def _recent(self) -> tuple[Choice, ...]:
        """The last distinct choices that are still offered; a start by REST counts, too."""
        last = self._person.spawner.user_options
        found: list[Choice] = []
        for raw in (*self._desk.recent.of(self._person.name), *([last] if last else [])):
            try:
                choice = self._offers.judge(raw)
            except OptionsError:
                continue
            options = choice_of(choice, self._offers.profile(choice))
            if options not in found:
                found.append(options)
        return tuple(found[:RECENT])
