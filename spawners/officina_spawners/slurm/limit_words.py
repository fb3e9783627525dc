"""The reasons that name a limit: some 140 of Slurm's, all built from the same five parts.

``QOSMaxGRESPerUser`` reads: the QOS allows at most so many GPUs to one user. The parts are the
*owner* of the limit (a QOS or an account), its *kind* (of the whole group, of one, or a least
amount), the *thing* that is limited, whether it is that thing multiplied by *minutes*, and *per*
what it counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from officina_spawners.slurm.explanation import Circumstances, Explanation

LIMIT = re.compile(
    r"(?P<owner>QOS|Assoc)?(?P<kind>Grp|Max|Min)"
    r"(?P<thing>Cpu|CPU|Memory|Mem|Node|GRES|Energy|License|Lic|BB|Billing|Unknown"
    r"|SubmitJobs?|Jobs|WallDuration|Wall)"
    r"(?P<minutes>RunMinutes|Minutes)?"
    r"(?P<per>Per(?:Job|User|Node|Account))?(?:NotSatisfied|Limit)*"
)
THINGS = {
    "Cpu": "processor cores",
    "CPU": "processor cores",
    "Mem": "memory",
    "Memory": "memory",
    "Node": "nodes",
    "GRES": "GPUs",
    "Energy": "energy",
    "License": "licences",
    "Lic": "licences",
    "BB": "burst-buffer space",
    "Billing": "billing units",
    "Unknown": "resources",
    "Jobs": "running jobs",
    "SubmitJob": "jobs in the queue",
    "SubmitJobs": "jobs in the queue",
    "Wall": "running time",
    "WallDuration": "running time",
}


def explain_limit(reason: str, known: Circumstances) -> Explanation | None:
    """None when the reason does not name a limit."""
    parts = LIMIT.fullmatch(reason)
    if parts is None:
        return None
    return _kind_of(parts)(THINGS[parts["thing"]], _owner(parts, known), known)


Told = Callable[[str, str, Circumstances], Explanation]


def _kind_of(parts: re.Match[str]) -> Told:
    if parts["kind"] == "Min":
        return _too_little
    if parts["kind"] == "Grp":
        return {"Minutes": _budget, "RunMinutes": _promised}.get(parts["minutes"], _shared)
    if parts["thing"] == "WallDuration" or parts["per"] in {"PerJob", "PerNode"}:
        return _too_much
    return _own_share


def _owner(parts: re.Match[str], known: Circumstances) -> str:
    if parts["owner"] == "Assoc":
        return f"the project {known.account}" if known.account else "your project"
    return f"the service class {known.qos}" if known.qos else "the service class (QOS)"


def _budget(thing: str, owner: str, known: Circumstances) -> Explanation:
    budget, asked = known.budget, known.gpu_minutes
    left = budget.gpu_minutes_left if budget else None
    if thing != "GPUs" or budget is None or left is None or asked is None:
        return Explanation(
            code="budget-used-up",
            sentence=f"The time that {owner} may use on {thing} does not suffice for this session.",
            advice="Choose a shorter session, fewer GPUs or another project, or ask the project's "
            "head for more time.",
        )
    return Explanation(
        code="budget-used-up",
        sentence=f"The project {budget.account} has {left} of {budget.gpu_minutes_limit} "
        f"GPU-minutes left; you asked for {asked}.",
        advice=_affordable(left, known.gpus or 1),
        is_final=asked > left,
    )


def _affordable(left: int, gpus: int) -> str:
    minutes = left // gpus
    if minutes < 1:
        return "Choose another project, or ask the project's head for more GPU time."
    counted = "1 GPU" if gpus == 1 else f"{gpus} GPUs"
    return f"Ask for at most {minutes} minutes on {counted}, or choose another project."


def _promised(thing: str, owner: str, known: Circumstances) -> Explanation:
    return Explanation(
        code="project-busy",
        sentence=f"The running jobs of {owner} have already been promised all the time on {thing} "
        "that may be promised at once.",
        advice="It starts when some of them have ended or come near their end. A shorter session "
        "may start sooner.",
    )


def _shared(thing: str, owner: str, known: Circumstances) -> Explanation:
    return Explanation(
        code="project-busy",
        sentence=f"All the {thing} that {owner} may use at once are in use by its jobs.",
        advice="It starts when one of them ends. Leave it in the queue, choose another project, or "
        "ask for less.",
    )


def _own_share(thing: str, owner: str, known: Circumstances) -> Explanation:
    return Explanation(
        code="own-share-used",
        sentence=f"Your jobs already use all the {thing} that {owner} allows to one person or "
        "project.",
        advice="Stop a session or job which you no longer need, and this one can start.",
    )


def _too_much(thing: str, owner: str, known: Circumstances) -> Explanation:
    return Explanation(
        code="too-much-asked",
        sentence=f"You asked for more {thing} than {owner} allows to one job, so it would wait for "
        "ever.",
        advice="Cancel it and ask for less.",
        is_final=True,
    )


def _too_little(thing: str, owner: str, known: Circumstances) -> Explanation:
    return Explanation(
        code="too-little-asked",
        sentence=f"You asked for too little: {owner} is meant for jobs that need more {thing}, so "
        "this one would wait for ever.",
        advice="Cancel it and choose a smaller profile or another service class.",
        is_final=True,
    )
