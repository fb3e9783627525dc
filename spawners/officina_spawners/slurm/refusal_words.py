"""What sbatch, scancel and scontrol say when they refuse, in plain words.

Slurm's texts are constants of its own (``slurm_strerror``), the same for its commands and for
slurmrestd; a site's submit plugin may add lines of its own, which are shown as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from officina_courses.saying import Saying, say
from officina_spawners.slurm.explanation import Circumstances, Explanation, explained

CHOOSE = say("Choose another one, or ask the support of this cluster.")
LESS = say("Ask for less, or choose another profile.")
LONGEST_QUOTE = 300

Words = tuple[str, str, Saying, Saying]  # what Slurm says (a pattern), our code, sentence, advice

REFUSALS: tuple[Words, ...] = (
    (
        r"Invalid account or account/partition combination",
        "account-refused",
        say("You may not use %(account)s on %(partition)s."),
        say("Choose another project, or ask its head to add you."),
    ),
    (
        r"User's group not permitted to use this partition|group not permitted",
        "partition-refused",
        say("You are in none of the groups that may use %(partition)s."),
        CHOOSE,
    ),
    (
        r"partition not available|partition configuration not available"
        r"|partition .*(?:inactive|drain|down)",
        "partition-closed",
        say("%(partition)s is closed just now."),
        say("Choose another profile, or try again when the operators have opened it."),
    ),
    (
        r"Invalid partition name|No partition specified",
        "partition-unknown",
        say("This cluster does not have %(partition)s."),
        say("Choose another profile, and tell the support of this hub."),
    ),
    (
        r"Requested time limit is invalid|Time limit specification required|Invalid time-min"
        r"|time limit .*exceeds",
        "time-limit",
        say("You asked for more time%(minutes)s than %(partition)s allows%(longest)s."),
        say("Ask for a shorter session."),
    ),
    (
        r"Invalid qos",
        "qos-refused",
        say("You may not use %(qos)s with %(account)s."),
        say("Choose another service class or project."),
    ),
    (
        r"breached requested QOS usage threshold",
        "own-share-used",
        say("%(account)s used more lately than %(qos)s allows."),
        say("Choose another service class or project, or try again later."),
    ),
    (
        r"MaxSubmit|SubmitJobs?(?:Limit|PerUser|PerAccount)",
        "too-many-jobs",
        say("As many of your jobs as allowed are in the queue."),
        say("Stop a session or job that you no longer need, then start this one."),
    ),
    (
        r"QOSMaxWall|MaxWallDuration",
        "time-limit",
        say("You asked for more time%(minutes)s than %(qos)s or %(account)s allows."),
        say("Ask for a shorter session."),
    ),
    (
        r"GrpGRESMinutes|Grp\w+Minutes",
        "budget-used-up",
        say("The time that %(account)s may use does not suffice for this session%(left)s."),
        say("Choose a shorter session, fewer GPUs or another project."),
    ),
    (
        r"violates accounting/QOS policy",
        "limits",
        say(
            "A limit of %(account)s or of %(qos)s does not allow this session: "
            "too many jobs, too much at once, or too long."
        ),
        say("Stop what you no longer need, or ask for less."),
    ),
    (
        r"Access denied to requested reservation",
        "reservation-refused",
        say("You may not use %(reservation)s."),
        say("Choose a profile without it, or ask the person who organises the event."),
    ),
    (
        r"reservation not usable now|Requested reservation is in use",
        "reservation-later",
        say("%(reservation)s cannot be used now%(times)s."),
        say("Start the session at its time, or choose a profile without it."),
    ),
    (
        r"Requested reservation is invalid|Reservation .* not found",
        "reservation-unknown",
        say("The cluster does not have %(reservation)s; it may be over."),
        say("Choose a profile without it."),
    ),
    (
        r"Required node not available|Requested nodes are busy|nodes? .*(?:down|drained)",
        "nodes-unavailable",
        say("The nodes it needs are out of order or kept for somebody else."),
        say("Choose another profile, or try again later."),
    ),
    (
        r"node configuration is not available|Requested nodes not in this partition",
        "impossible",
        say("No node of %(partition)s can fulfil what you asked for."),
        LESS,
    ),
    (
        r"generic resource|\bGRES\b|\bTRES\b",
        "gpu-unknown",
        say("The cluster has no GPUs of the kind or number that you asked for."),
        LESS,
    ),
    (
        r"Memory required|[Mm]emory specification|CPU count|More processors|Node count"
        r"|Task (?:count|distribution)|more tasks than",
        "impossible",
        say("You asked for more cores, memory or nodes than %(partition)s can give."),
        LESS,
    ),
    (
        r"Invalid feature specification|[Cc]onstraint",
        "impossible",
        say("%(partition)s has no node of the kind that the profile asks for."),
        CHOOSE,
    ),
    (
        r"Invalid user id|Invalid uid",
        "no-account",
        say("The cluster does not know your user account."),
        say("Ask the support of this cluster for an account."),
    ),
    (
        r"Access/permission denied|Access denied|[Uu]ser not authori[sz]ed",
        "not-permitted",
        say("%(system)s does not permit this."),
        say("Ask the support of this cluster."),
    ),
    (
        r"Invalid job id|Job is not pending nor running|already completing or completed",
        "job-gone",
        say("%(system)s does not have this job any more."),
        say("Look again: the session may have ended just now."),
    ),
    (
        r"maintenance reservation",
        "maintenance",
        say("The cluster is or soon will be in maintenance."),
        say("Ask for a session that ends before it begins, or try again afterwards."),
    ),
)
_PATTERNS = tuple((re.compile(words[0]), *words[1:]) for words in REFUSALS)


def explain_refusal(said: str, known: Circumstances) -> Explanation:
    """The first refusal that fits; a text that fits none is quoted."""
    for pattern, code, sentence, advice in _PATTERNS:
        if pattern.search(said):
            return explained(code, _filled(sentence, known), advice=[advice], is_final=True)
    return explained(
        "refused",
        say("%(system)s refused it and says: “%(said)s”.", said=_quoted(said)),
        advice=[say("Choose something else, or ask the support of this cluster.")],
        is_final=True,
    )


def _filled(sentence: Saying, known: Circumstances) -> Saying:
    gaps = {name: said for name, said in _GAPS.items() if f"%({name})s" in sentence.text}
    return sentence.with_values(**{name: said(known) for name, said in gaps.items()})


def _quoted(said: str) -> str:
    """On one line, without the command's own name before each."""
    lines = (re.sub(r"^\w+: (?:(?:error|fatal): )?", "", line) for line in said.splitlines())
    text = " / ".join(line.strip() for line in lines if line.strip())
    return "".join(sign if sign.isprintable() else " " for sign in text)[:LONGEST_QUOTE]


def _asked(known: Circumstances) -> Saying | str:
    return say(" (%(count)s minutes)", count=known.minutes) if known.minutes else ""


def _longest(known: Circumstances) -> Saying | str:
    limit = known.partition.max_seconds if known.partition else None
    return say(" (at most %(count)s minutes)", count=limit // 60) if limit else ""


def _times(known: Circumstances) -> Saying | str:
    found = known.reservation
    if found is None or found.starts_at is None or found.ends_at is None:
        return ""
    return say(
        " (it is from %(start)s to %(end)s UTC)",
        start=f"{found.starts_at:%Y-%m-%d %H:%M}",
        end=f"{found.ends_at:%Y-%m-%d %H:%M}",
    )


def _left(known: Circumstances) -> Saying | str:
    left = known.budget.gpu_minutes_left if known.budget else None
    return say(" (%(count)s GPU-minutes are left)", count=left) if left is not None else ""


def _account(known: Circumstances) -> Saying:
    name = known.account
    return say("the project %(account)s", account=name) if name else say("this project")


def _qos(known: Circumstances) -> Saying:
    return (
        say("the service class %(qos)s", qos=known.qos) if known.qos else say("this service class")
    )


def _partition(known: Circumstances) -> Saying:
    if known.partition is None or not known.partition.name:
        return say("this partition")
    return say("the partition %(partition)s", partition=known.partition.name)


def _reservation(known: Circumstances) -> Saying:
    if known.reservation is None:
        return say("this reservation")
    return say("the reservation %(reservation)s", reservation=known.reservation.name)


_GAPS: dict[str, Callable[[Circumstances], Saying | str]] = {
    "account": _account,
    "partition": _partition,
    "qos": _qos,
    "minutes": _asked,
    "longest": _longest,
    "reservation": _reservation,
    "times": _times,
    "left": _left,
}
