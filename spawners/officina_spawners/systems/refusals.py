"""What PBS, Torque, LSF and HTCondor say when they refuse, in plain words."""

from __future__ import annotations

import re

from officina_courses.saying import say
from officina_spawners.slurm.explanation import Explanation, explained
from officina_spawners.systems.system import BatchSystem

LONGEST_QUOTE = 300
LESS = say("Ask for less, or choose another profile.")
CHOOSE = say("Choose another profile, or ask the support of this cluster.")

# What one of them says (a pattern), our code, sentence and advice.
REFUSALS = (
    (
        r"Unknown queue|Bad queue specified|No such queue|no such queue",
        "partition-unknown",
        say("This cluster does not have the queue of this profile."),
        say("Choose another profile, and tell the support of this hub."),
    ),
    (
        r"Queue is not enabled|Queue has been closed|queue is closed",
        "partition-closed",
        say("The queue of this profile is closed just now."),
        say("Choose another profile, or try again when the operators have opened it."),
    ),
    (
        r"[Cc]annot use the (?:specified )?queue|Unauthorized|[Nn]ot permitted|Permission denied",
        "not-permitted",
        say("You may not use the queue or the account of this profile."),
        CHOOSE,
    ),
    (
        r"[Ii]nvalid account|[Uu]nknown (?:project|account)|[Pp]roject .* (?:not|unknown)",
        "account-refused",
        say("You may not use this project here, or it has ended."),
        say("Choose another project, or ask its head to add you."),
    ),
    (
        r"Maximum number of jobs|already in queue|would exceed|[Jj]ob limit|pending job threshold",
        "too-many-jobs",
        say("As many of your jobs as allowed are in the queue."),
        say("Stop a session or job that you no longer need, then start this one."),
    ),
    (
        r"violates queue|exceeds? allowable|RUNLIMIT|run limit|[Ww]alltime|[Rr]esource|MEMLIMIT",
        "limits",
        say("You asked for more, or for something else, than the queue allows."),
        LESS,
    ),
)
GONE = explained(
    "job-gone",
    say("The batch system does not have this job any more."),
    advice=[say("Look again: the session may have ended just now.")],
    is_final=True,
)
NO_EXTENSION = explained(
    "not-offered",
    say("Sessions on this cluster cannot be lengthened from here."),
    advice=[say("Save your work and start again, or ask the support of this cluster.")],
    is_final=True,
)


def why_refused(system: BatchSystem, said: str) -> Explanation:
    """The first that fits; a text that fits none is quoted."""
    for pattern, code, sentence, advice in REFUSALS:
        if re.search(pattern, said):
            return explained(code, sentence, advice=[advice], is_final=True)
    return explained(
        "refused",
        say("%(system)s refused it and says: “%(said)s”.", system=system.title, said=_quoted(said)),
        advice=[say("Choose something else, or ask the support of this cluster.")],
        is_final=True,
    )


def _quoted(said: str) -> str:
    text = " / ".join(line.strip() for line in said.splitlines() if line.strip())
    return "".join(sign if sign.isprintable() else " " for sign in text)[:LONGEST_QUOTE]
