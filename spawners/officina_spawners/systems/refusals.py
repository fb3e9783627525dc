"""What PBS, Torque, LSF and HTCondor say when they refuse, in plain words."""

from __future__ import annotations

import re

from officina_spawners.slurm.explanation import Explanation
from officina_spawners.systems.system import BatchSystem

LONGEST_QUOTE = 300
LESS = "Ask for less, or choose another profile."
CHOOSE = "Choose another profile, or ask the support of this cluster."

# What one of them says (a pattern), our code, sentence and advice.
REFUSALS = (
    (
        r"Unknown queue|Bad queue specified|No such queue|no such queue",
        "partition-unknown",
        "This cluster does not have the queue of this profile.",
        "Choose another profile, and tell the support of this hub.",
    ),
    (
        r"Queue is not enabled|Queue has been closed|queue is closed",
        "partition-closed",
        "The queue of this profile is closed just now.",
        "Choose another profile, or try again when the operators have opened it.",
    ),
    (
        r"[Cc]annot use the (?:specified )?queue|Unauthorized|[Nn]ot permitted|Permission denied",
        "not-permitted",
        "You may not use the queue or the account of this profile.",
        CHOOSE,
    ),
    (
        r"[Ii]nvalid account|[Uu]nknown (?:project|account)|[Pp]roject .* (?:not|unknown)",
        "account-refused",
        "You may not use this project here, or it has ended.",
        "Choose another project, or ask its head to add you.",
    ),
    (
        r"Maximum number of jobs|already in queue|would exceed|[Jj]ob limit|pending job threshold",
        "too-many-jobs",
        "As many of your jobs as allowed are in the queue.",
        "Stop a session or job that you no longer need, then start this one.",
    ),
    (
        r"violates queue|exceeds? allowable|RUNLIMIT|run limit|[Ww]alltime|[Rr]esource|MEMLIMIT",
        "limits",
        "You asked for more, or for something else, than the queue allows.",
        LESS,
    ),
)
GONE = Explanation(
    code="job-gone",
    sentence="The batch system does not have this job any more.",
    advice="Look again: the session may have ended just now.",
    is_final=True,
)
NO_EXTENSION = Explanation(
    code="not-offered",
    sentence="Sessions on this cluster cannot be lengthened from here.",
    advice="Save your work and start again, or ask the support of this cluster.",
    is_final=True,
)


def why_refused(system: BatchSystem, said: str) -> Explanation:
    """The first that fits; a text that fits none is quoted."""
    for pattern, code, sentence, advice in REFUSALS:
        if re.search(pattern, said):
            return Explanation(code=code, sentence=sentence, advice=advice, is_final=True)
    return Explanation(
        code="refused",
        sentence=f"{system.title} refused it and says: “{_quoted(said)}”.",
        advice="Choose something else, or ask the support of this cluster.",
        is_final=True,
    )


def _quoted(said: str) -> str:
    text = " / ".join(line.strip() for line in said.splitlines() if line.strip())
    return "".join(sign if sign.isprintable() else " " for sign in text)[:LONGEST_QUOTE]
