"""The reasons that name a limit: some 140 of Slurm's, all built from the same five parts.

``QOSMaxGRESPerUser`` reads: the QOS allows at most so many GPUs to one user. The parts are the
*owner* of the limit (a QOS or an account), its *kind* (of the whole group, of one, or a least
amount), the *thing* that is limited, whether it is that thing multiplied by *minutes*, and *per*
what it counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from officina_courses.saying import Saying, say
from officina_spawners.slurm.explanation import Circumstances, Explanation, explained

LIMIT = re.compile(
    r"(?P<owner>QOS|Assoc)?(?P<kind>Grp|Max|Min)"
    r"(?P<thing>Cpu|CPU|Memory|Mem|Node|GRES|Energy|License|Lic|BB|Billing|Unknown"
    r"|SubmitJobs?|Jobs|WallDuration|Wall)"
    r"(?P<minutes>RunMinutes|Minutes)?"
    r"(?P<per>Per(?:Job|User|Node|Account))?(?:NotSatisfied|Limit)*"
)
THINGS = {
    "Cpu": say("processor cores"),
    "CPU": say("processor cores"),
    "Mem": say("memory"),
    "Memory": say("memory"),
    "Node": say("nodes"),
    "GRES": say("GPUs"),
    "Energy": say("energy"),
    "License": say("licences"),
    "Lic": say("licences"),
    "BB": say("burst-buffer space"),
    "Billing": say("billing units"),
    "Unknown": say("resources"),
    "Jobs": say("running jobs"),
    "SubmitJob": say("jobs in the queue"),
    "SubmitJobs": say("jobs in the queue"),
    "Wall": say("running time"),
    "WallDuration": say("running time"),
}


def explain_limit(reason: str, known: Circumstances) -> Explanation | None:
    """None when the reason does not name a limit."""
    parts = LIMIT.fullmatch(reason)
    if parts is None:
        return None
    return _kind_of(parts)(THINGS[parts["thing"]], _owner(parts, known), known)


Told = Callable[[Saying, Saying, Circumstances], Explanation]


def _kind_of(parts: re.Match[str]) -> Told:
    if parts["kind"] == "Min":
        return _too_little
    if parts["kind"] == "Grp":
        return {"Minutes": _budget, "RunMinutes": _promised}.get(parts["minutes"], _shared)
    if parts["thing"] == "WallDuration" or parts["per"] in {"PerJob", "PerNode"}:
        return _too_much
    return _own_share


def _owner(parts: re.Match[str], known: Circumstances) -> Saying:
    if parts["owner"] == "Assoc":
        named = say("the project %(account)s", account=known.account)
        return named if known.account else say("your project")
    named = say("the service class %(qos)s", qos=known.qos)
    return named if known.qos else say("the service class (QOS)")


def _budget(thing: Saying, owner: Saying, known: Circumstances) -> Explanation:
    budget, asked = known.budget, known.gpu_minutes
    left = budget.gpu_minutes_left if budget else None
    if thing != THINGS["GRES"] or budget is None or left is None or asked is None:
        return explained(
            "budget-used-up",
            say(
                "The time that %(owner)s may use on %(thing)s does not suffice for this session.",
                owner=owner,
                thing=thing,
            ),
            advice=[
                say(
                    "Choose a shorter session, fewer GPUs or another project, or ask the project's "
                    "head for more time."
                )
            ],
        )
    told = say(
        "The project %(account)s has %(left)s of %(limit)s GPU-minutes left; you asked for "
        "%(asked)s.",
        account=budget.account,
        left=left,
        limit=budget.gpu_minutes_limit or 0,
        asked=asked,
    )
    advice = [_affordable(left, known.gpus or 1)]
    return explained("budget-used-up", told, advice=advice, is_final=asked > left)


def _affordable(left: int, gpus: int) -> Saying:
    minutes = left // gpus
    if minutes < 1:
        return say("Choose another project, or ask the project's head for more GPU time.")
    if gpus == 1:
        return say(
            "Ask for at most %(minutes)s minutes on 1 GPU, or choose another project.",
            minutes=minutes,
        )
    return say(
        "Ask for at most %(minutes)s minutes on %(gpus)s GPUs, or choose another project.",
        minutes=minutes,
        gpus=gpus,
    )


def _promised(thing: Saying, owner: Saying, known: Circumstances) -> Explanation:
    told = say(
        "The running jobs of %(owner)s have already been promised all the time on %(thing)s that "
        "may be promised at once.",
        owner=owner,
        thing=thing,
    )
    advice = say(
        "It starts when some of them have ended or come near their end. A shorter session may "
        "start sooner."
    )
    return explained("project-busy", told, advice=[advice])


def _shared(thing: Saying, owner: Saying, known: Circumstances) -> Explanation:
    told = say(
        "All the %(thing)s that %(owner)s may use at once are in use by its jobs.",
        thing=thing,
        owner=owner,
    )
    advice = say(
        "It starts when one of them ends. Leave it in the queue, choose another project, or ask "
        "for less."
    )
    return explained("project-busy", told, advice=[advice])


def _own_share(thing: Saying, owner: Saying, known: Circumstances) -> Explanation:
    told = say(
        "Your jobs already use all the %(thing)s that %(owner)s allows to one person or project.",
        thing=thing,
        owner=owner,
    )
    advice = say("Stop a session or job which you no longer need, and this one can start.")
    return explained("own-share-used", told, advice=[advice])


def _too_much(thing: Saying, owner: Saying, known: Circumstances) -> Explanation:
    told = say(
        "You asked for more %(thing)s than %(owner)s allows to one job, so it would wait for ever.",
        thing=thing,
        owner=owner,
    )
    advice = say("Cancel it and ask for less.")
    return explained("too-much-asked", told, advice=[advice], is_final=True)


def _too_little(thing: Saying, owner: Saying, known: Circumstances) -> Explanation:
    told = say(
        "You asked for too little: %(owner)s is meant for jobs that need more %(thing)s, so this "
        "one would wait for ever.",
        owner=owner,
        thing=thing,
    )
    advice = say("Cancel it and choose a smaller profile or another service class.")
    return explained("too-little-asked", told, advice=[advice], is_final=True)
