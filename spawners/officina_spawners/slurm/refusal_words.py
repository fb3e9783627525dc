"""What sbatch, scancel and scontrol say when they refuse, in plain words.

Slurm's texts are constants of its own (``slurm_strerror``), the same for its commands and for
slurmrestd; a site's submit plugin may add lines of its own, which are shown as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from officina_spawners.slurm.explanation import Circumstances, Explanation

CHOOSE = "Choose another one, or ask the support of this cluster."
LESS = "Ask for less, or choose another profile."
LONGEST_QUOTE = 300

Words = tuple[str, str, str, str]  # what Slurm says (a pattern), our code, sentence, advice

REFUSALS: tuple[Words, ...] = (
    (
        r"Invalid account or account/partition combination",
        "account-refused",
        "You may not use {account} on {partition}.",
        "Choose another project, or ask its head to add you.",
    ),
    (
        r"User's group not permitted to use this partition|group not permitted",
        "partition-refused",
        "You are in none of the groups that may use {partition}.",
        CHOOSE,
    ),
    (
        r"partition not available|partition configuration not available"
        r"|partition .*(?:inactive|drain|down)",
        "partition-closed",
        "{partition} is closed just now.",
        "Choose another profile, or try again when the operators have opened it.",
    ),
    (
        r"Invalid partition name|No partition specified",
        "partition-unknown",
        "This cluster does not have {partition}.",
        "Choose another profile, and tell the support of this hub.",
    ),
    (
        r"Requested time limit is invalid|Time limit specification required|Invalid time-min"
        r"|time limit .*exceeds",
        "time-limit",
        "You asked for more time{minutes} than {partition} allows{longest}.",
        "Ask for a shorter session.",
    ),
    (
        r"Invalid qos",
        "qos-refused",
        "You may not use {qos} with {account}.",
        "Choose another service class or project.",
    ),
    (
        r"breached requested QOS usage threshold",
        "own-share-used",
        "{account} used more lately than {qos} allows.",
        "Choose another service class or project, or try again later.",
    ),
    (
        r"MaxSubmit|SubmitJobs?(?:Limit|PerUser|PerAccount)",
        "too-many-jobs",
        "As many of your jobs as allowed are in the queue.",
        "Stop a session or job that you no longer need, then start this one.",
    ),
    (
        r"QOSMaxWall|MaxWallDuration",
        "time-limit",
        "You asked for more time{minutes} than {qos} or {account} allows.",
        "Ask for a shorter session.",
    ),
    (
        r"GrpGRESMinutes|Grp\w+Minutes",
        "budget-used-up",
        "The time that {account} may use does not suffice for this session{left}.",
        "Choose a shorter session, fewer GPUs or another project.",
    ),
    (
        r"violates accounting/QOS policy",
        "limits",
        "A limit of {account} or of {qos} does not allow this session: "
        "too many jobs, too much at once, or too long.",
        "Stop what you no longer need, or ask for less.",
    ),
    (
        r"Access denied to requested reservation",
        "reservation-refused",
        "You may not use {reservation}.",
        "Choose a profile without it, or ask the person who organises the event.",
    ),
    (
        r"reservation not usable now|Requested reservation is in use",
        "reservation-later",
        "{reservation} cannot be used now{times}.",
        "Start the session at its time, or choose a profile without it.",
    ),
    (
        r"Requested reservation is invalid|Reservation .* not found",
        "reservation-unknown",
        "The cluster does not have {reservation}; it may be over.",
        "Choose a profile without it.",
    ),
    (
        r"Required node not available|Requested nodes are busy|nodes? .*(?:down|drained)",
        "nodes-unavailable",
        "The nodes it needs are out of order or kept for somebody else.",
        "Choose another profile, or try again later.",
    ),
    (
        r"node configuration is not available|Requested nodes not in this partition",
        "impossible",
        "No node of {partition} can fulfil what you asked for.",
        LESS,
    ),
    (
        r"generic resource|\bGRES\b|\bTRES\b",
        "gpu-unknown",
        "The cluster has no GPUs of the kind or number that you asked for.",
        LESS,
    ),
    (
        r"Memory required|[Mm]emory specification|CPU count|More processors|Node count"
        r"|Task (?:count|distribution)|more tasks than",
        "impossible",
        "You asked for more cores, memory or nodes than {partition} can give.",
        LESS,
    ),
    (
        r"Invalid feature specification|[Cc]onstraint",
        "impossible",
        "{partition} has no node of the kind that the profile asks for.",
        CHOOSE,
    ),
    (
        r"Invalid user id|Invalid uid",
        "no-account",
        "The cluster does not know your user account.",
        "Ask the support of this cluster for an account.",
    ),
    (
        r"Access/permission denied|Access denied|[Uu]ser not authori[sz]ed",
        "not-permitted",
        "Slurm does not permit this.",
        "Ask the support of this cluster.",
    ),
    (
        r"Invalid job id|Job is not pending nor running|already completing or completed",
        "job-gone",
        "Slurm does not have this job any more.",
        "Look again: the session may have ended just now.",
    ),
    (
        r"maintenance reservation",
        "maintenance",
        "The cluster is or soon will be in maintenance.",
        "Ask for a session that ends before it begins, or try again afterwards.",
    ),
)
_PATTERNS = tuple((re.compile(words[0]), *words[1:]) for words in REFUSALS)


def explain_refusal(said: str, known: Circumstances) -> Explanation:
    """The first refusal that fits; a text that fits none is quoted."""
    for pattern, code, sentence, advice in _PATTERNS:
        if pattern.search(said):
            return Explanation(
                code=code, sentence=_filled(sentence, known), advice=advice, is_final=True
            )
    return Explanation(
        code="refused",
        sentence=f"Slurm refused it and says: “{_quoted(said)}”.",
        advice="Choose something else, or ask the support of this cluster.",
        is_final=True,
    )


def _filled(sentence: str, known: Circumstances) -> str:
    filled = sentence.format_map({name: said(known) for name, said in _BLANKS.items()})
    return filled[0].upper() + filled[1:]


def _quoted(said: str) -> str:
    """On one line, without the command's own name before each."""
    lines = (re.sub(r"^\w+: (?:(?:error|fatal): )?", "", line) for line in said.splitlines())
    text = " / ".join(line.strip() for line in lines if line.strip())
    return "".join(sign if sign.isprintable() else " " for sign in text)[:LONGEST_QUOTE]


def _longest(known: Circumstances) -> str:
    limit = known.partition.max_seconds if known.partition else None
    return f" (at most {limit // 60} minutes)" if limit else ""


def _times(known: Circumstances) -> str:
    found = known.reservation
    if found is None or found.starts_at is None or found.ends_at is None:
        return ""
    return f" (it is from {found.starts_at:%Y-%m-%d %H:%M} to {found.ends_at:%Y-%m-%d %H:%M} UTC)"


def _left(known: Circumstances) -> str:
    left = known.budget.gpu_minutes_left if known.budget else None
    return f" ({left} GPU-minutes are left)" if left is not None else ""


def _named(noun: str, name: str) -> str:
    return f"the {noun} {name}" if name else f"this {noun}"


_BLANKS: dict[str, Callable[[Circumstances], str]] = {
    "account": lambda known: _named("project", known.account),
    "partition": lambda known: _named("partition", known.partition.name if known.partition else ""),
    "qos": lambda known: _named("service class", known.qos),
    "minutes": lambda known: f" ({known.minutes} minutes)" if known.minutes else "",
    "longest": _longest,
    "reservation": lambda known: _named(
        "reservation", known.reservation.name if known.reservation else ""
    ),
    "times": _times,
    "left": _left,
}
