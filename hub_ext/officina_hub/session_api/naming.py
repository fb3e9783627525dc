"""The name of a further session (JupyterHub's named servers): what stands against one.

Told before the start and at its field. The Hub and the spawner judge again when it comes to it;
whatever they refuse is refused here too, or a person would read it too late.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from officina_courses.saying import Saying, say
from officina_hub.session_api.answers import Fault, Named, OffersAnswer
from officina_hub.session_api.person import Person, is_alive
from officina_hub.session_api.quoting import fault_of
from officina_spawners.named import LONGEST, is_name
from officina_spawners.profiles.choice import shortened

NOT_A_NAME = say(
    "A session cannot be called %(name)s, as its name becomes part of addresses. Take small "
    "letters, digits and single hyphens, at most %(most)s of them; begin with a letter and do not "
    "end with a hyphen."
)
NO_NAMES = say(
    "This hub gives each person one session, so none can be called %(name)s. Leave the name away."
)
ONLY_ON_A_CLUSTER = say(
    "Sessions with a name run on a cluster, and this kind runs on the hub's own machine. Leave the "
    "name away, or choose another kind."
)
TAKEN = say(
    "Your session %(name)s is still there, so no other one can have its name. Choose another name, "
    "or stop that session first."
)
WITHOUT_NAME_TAKEN = say(
    "Your session without a name is still there. Give this one a name, or stop that one first."
)
ONE_AT_A_TIME = say(
    "Your session is still there, and this hub gives each person one. Stop it first."
)
TOO_MANY = say(
    "You have %(found)s of %(limit)s sessions with a name, those that do not run included, so no "
    "new name can be taken. Remove one first, or take the name of one that does not run."
)


class Naming:
    """The name that one person wishes for a session; empty for the one without a name.

    ``limit``: how many names a person may have; 0: any number; None: this hub gives no names.
    """

    def __init__(self, person: Person, limit: int | None, wish: str) -> None:
        self._person = person
        self._limit = limit
        self._wish = wish

    @property
    def told(self) -> Named | None:
        """What the page says about names; None where there are none."""
        if self._limit is None:
            return None
        used = tuple(each.name for each in self._person.servers() if each.name)
        return Named(limit=self._limit, used=used)

    def faults(self, options: Mapping[str, object]) -> tuple[Fault, ...]:
        """What stands against this name for a choice, whatever else stands against that."""
        told = next(self._told(options), None)
        return (fault_of("name", "name-refused", told),) if told is not None else ()

    def added_to(self, answer: OffersAnswer, options: Mapping[str, object]) -> OffersAnswer:
        """The offers with what is to be known about names, for the options of the quote."""
        quote = answer.quote
        if quote is not None:
            faults = (*quote.faults, *self.faults(options))
            quote = quote.model_copy(update={"faults": faults})
        return answer.model_copy(update={"quote": quote, "named": self.told})

    def _told(self, options: Mapping[str, object]) -> Iterator[Saying]:
        name, named = self._wish, self.told
        server = self._person.server(name)
        if name and named is None:
            yield NO_NAMES.with_values(name=shortened(name))
        elif name and not is_name(name):
            yield NOT_A_NAME.with_values(name=shortened(name), most=LONGEST)
        elif name and self._is_local(options):
            yield ONLY_ON_A_CLUSTER
        elif server is not None and is_alive(server):
            without_name = WITHOUT_NAME_TAKEN if named else ONE_AT_A_TIME
            yield TAKEN.with_values(name=name) if name else without_name
        elif name and named and server is None and 0 < named.limit <= len(named.used):
            yield TOO_MANY.with_values(found=len(named.used), limit=named.limit)

    def _is_local(self, options: Mapping[str, object]) -> bool:
        wanted = options.get("profile") or None
        offered = self._person.offers.profiles
        chosen = next((each for each in offered if wanted in (None, each.name)), None)
        return chosen is not None and chosen.place == "local"
