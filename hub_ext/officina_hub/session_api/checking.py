"""Admission: would this choice be taken? Asked once, when the person submits it.

Own limits come first, and cost Slurm nothing; then ``sbatch --test-only``. A Slurm that does not
answer stands against nothing: the spawner hands the session over as soon as it does.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Mapping

from officina_hub.session_api.answers import CheckAnswer, Fault
from officina_hub.session_api.catalogue import Catalogue
from officina_hub.session_api.desk import Desk
from officina_hub.session_api.kept import one_patience
from officina_hub.session_api.naming import Naming
from officina_hub.session_api.person import Person
from officina_hub.session_api.quoting import choice_of, cluster_faults, fault_of, own_faults
from officina_spawners.batch.order_of import order_of
from officina_spawners.batch.script import job_script
from officina_spawners.batch.submission import NO_RIGHT
from officina_spawners.errors import NoRightError, referring_to
from officina_spawners.profiles import Profile, SessionChoice
from officina_spawners.slurm.client import HubMayNotAct, Refused, Unanswered

log = logging.getLogger(__name__)

TRIAL_SECONDS = 10.0

UNTRIED = (
    "Slurm does not answer at the moment, so nobody can say whether it would take this session. It "
    "is handed over as soon as Slurm answers."
)
FIELDS = {
    "account-refused": "account",
    "budget-used-up": "account",
    "gpu-unknown": "gpus",
    "qos-refused": "qos",
    "reservation-later": "reservation",
    "reservation-refused": "reservation",
    "reservation-unknown": "reservation",
    "time-limit": "minutes",
}


async def checked(
    raw: Mapping[str, object], person: Person, desk: Desk, naming: Naming
) -> CheckAnswer:
    """The answer; a choice that would be taken is remembered as this person's newest."""
    faults = own_faults(raw, person.offers)
    if faults:
        return CheckAnswer(ok=False, faults=(*faults, *naming.faults(raw)))
    choice = person.offers.judge(raw)
    profile = person.offers.profile(choice)
    answer = CheckAnswer(ok=True, choice=choice_of(choice, profile))
    if profile.place == "slurm":
        with one_patience():
            offer = await Catalogue(person, desk).offer(profile)
        faults = cluster_faults(choice, offer)
    if faults := faults or naming.faults(answer.choice):
        return answer.model_copy(update={"ok": False, "faults": faults})
    if profile.place == "slurm":
        answer = await _tried(answer, choice, profile, person, desk)
    if answer.ok:
        await asyncio.to_thread(desk.recent.remember, person.name, answer.choice)
    return answer


async def _tried(
    answer: CheckAnswer, choice: SessionChoice, profile: Profile, person: Person, desk: Desk
) -> CheckAnswer:
    account = await person.unix_account()
    prologue = person.spawner.req_prologue
    order = order_of(account, choice, profile, person.offers.environments, (), prologue)
    client = desk.facts(person.offers, profile).client
    try:
        async with asyncio.timeout(TRIAL_SECONDS):
            await client.try_submit(job_script(order), account)
    except (Unanswered, TimeoutError):
        return answer.model_copy(update={"troubles": (UNTRIED,)})
    except HubMayNotAct as error:
        return answer.model_copy(update={"ok": False, "faults": (_no_right(error, person),)})
    except Refused as error:
        said = error.explanation
        field = FIELDS.get(said.code, "")
        fault = fault_of(field, said.code, *said.said, *said.advised)
        return answer.model_copy(update={"ok": False, "faults": (fault,)})
    return answer


def _no_right(error: HubMayNotAct, person: Person) -> Fault:
    """The cause is the operator's; the person gets a reference to it."""
    reference = secrets.token_hex(6)
    log.error("no session for %s [%s]: %s", person.name, reference, error)
    return fault_of("", NoRightError.code, NO_RIGHT, referring_to(reference))
