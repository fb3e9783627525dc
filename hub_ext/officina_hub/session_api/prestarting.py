"""Sessions that a trainer has prepared: looked at, started, and ended where nobody came.

The portal decides who may prepare for whom; here each learner's own limits count, the judge of all
choices is the spawner's, and a session that is not the plan's, or that its learner has opened, is
never touched.
"""

from __future__ import annotations

from datetime import UTC
from typing import Any

from jupyterhub import orm

from officina_hub.session_api.answers import Account, Choice, Fault, ProfileOffer, Quote
from officina_hub.session_api.catalogue import Catalogue
from officina_hub.session_api.desk import Desk
from officina_hub.session_api.mine import session_answer
from officina_hub.session_api.person import Person, is_alive
from officina_hub.session_api.prestart_answers import SeatQuote, SeatState
from officina_spawners import OfficinaSpawner
from officina_spawners.errors import NoAccountError
from officina_spawners.prepared import Prepared

NO_SUCH_USER = Fault(
    field="",
    code="unknown-user",
    message="The Hub does not know this person, so no session can be prepared for them. They must "
    "have logged in once.",
)


class Learner:
    """One person of a roster, as the Hub has them."""

    def __init__(self, user: Any, db: Any, desk: Desk) -> None:
        self.person = Person(user)
        self.server: OfficinaSpawner = self.person.spawner
        self._db = db
        self._desk = desk

    @property
    def is_alive(self) -> bool:
        """Whether their default server waits, starts, runs or stops."""
        return is_alive(self.server)

    @property
    def is_opened(self) -> bool:
        """Whether its owner has logged in to the server since it began.

        Each server has an OAuth client of its own, which goes when it ends, and a token of it for
        whoever entered.
        """
        query = self._db.query(orm.APIToken).filter_by(
            client_id=self.server.oauth_client_id, user_id=self.server.orm_spawner.user_id
        )
        return query.first() is not None

    def is_of(self, plan: str) -> bool:
        """Whether their server is the one that was prepared under this plan."""
        prepared: Prepared | None = self.server.prepared
        return self.is_alive and prepared is not None and prepared.plan == plan

    async def quote(self, choice: Choice) -> SeatQuote:
        """What the choice would be for them; Slurm is not asked to try it."""
        if self.is_alive:
            return SeatQuote(user=self.person.name, is_active=True)
        found = await self._judged(choice)
        return SeatQuote(
            user=self.person.name,
            choice=found.choice,
            gpu_hours=found.gpu_hours,
            expected=found.expected,
            faults=found.faults,
        )

    async def offer(self, profile: str) -> ProfileOffer | None:
        """The card of this profile as they would see it."""
        offers = self.person.offers
        found = next((each for each in offers.profiles if each.name == profile), None)
        return await Catalogue(self.person, self._desk).offer(found) if found else None

    async def faults(self, choice: Choice) -> tuple[Fault, ...]:
        """What stands against it by their own limits, accounts and budget."""
        return (await self._judged(choice)).faults

    async def state(self, plan: str) -> SeatState:
        """Where their server stands."""
        answer = await session_answer(self.server, self.person, self._desk)
        ended = answer.last_ending
        refusal = Fault(field="", code=ended.code, message=ended.sentence) if ended else None
        started = self.server.orm_spawner.started
        since = answer.started_at or (started.replace(tzinfo=UTC) if started else None)
        return SeatState(
            user=self.person.name,
            state=answer.state,
            is_of_plan=self.is_of(plan),
            is_opened=self.is_alive and self.is_opened,
            job=answer.job,
            node=answer.node,
            why=answer.why,
            expected=answer.expected,
            running_since=since if answer.state == "running" else None,
            refusal=refusal if answer.state == "stopped" else None,
        )

    async def _judged(self, choice: Choice) -> Quote:
        try:
            return await Catalogue(self.person, self._desk).quote(choice)
        except NoAccountError as error:
            fault = Fault(field="profile", code=error.code, message=str(error))
            return Quote(choice={}, gpu_hours=0, faults=(fault,))


def common_offer(offers: list[ProfileOffer]) -> ProfileOffer | None:
    """What all of them may choose; nobody's budget is told to anybody."""
    if not offers:
        return None
    first, *others = offers
    accounts = {one.name for one in first.accounts}
    reservations = {one.name for one in first.reservations}
    for each in others:
        accounts &= {one.name for one in each.accounts}
        reservations &= {one.name for one in each.reservations}
    return first.model_copy(
        update={
            "accounts": tuple(Account(name=name, is_known=False) for name in sorted(accounts)),
            "reservations": tuple(r for r in first.reservations if r.name in reservations),
            "in_use": 0,
            "closed": "",
        }
    )
