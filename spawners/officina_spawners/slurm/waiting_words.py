"""Why a job waits: Slurm's pending reasons that are not about limits, in plain words.

A reason may be followed by details after a comma (``ReqNodeNotAvail, UnavailableNodes:g1``), or be
written as a whole sentence with underscores by newer versions; the beginning decides.
"""

from __future__ import annotations

from officina_courses.saying import Saying, say
from officina_spawners.slurm.explanation import Explanation, explained


def _for_now(code: str, sentence: Saying, *advice: Saying) -> Explanation:
    return explained(code, sentence, advice=advice)


def _for_ever(code: str, sentence: Saying, *advice: Saying) -> Explanation:
    return explained(code, sentence, advice=advice, is_final=True)


STAY = say("You need do nothing; you may leave this page, and the session keeps its place.")
ASK = say("Ask the support of this cluster, and name the job's number.")
AGAIN = say("Cancel it and start a session with other choices.")

_QUEUED = _for_now("queued", say("Other jobs are before yours in the queue."), STAY)
_FULL = _for_now("resources", say("Everything that would suit your session is in use."), STAY)
_CHECKED = _for_now(
    "checking", say("%(system)s has taken the job and has not looked at it yet."), STAY
)
_NODE_AWAY = _for_now(
    "nodes-unavailable",
    say("The nodes it needs are out of order, being maintained or kept for somebody else."),
    say("It starts when they come back. Another profile may start sooner."),
)
_PREPARING = _for_now("preparing", say("Its node is being made ready."), STAY)
_POWER = _for_now("power", say("The cluster saves power just now and holds jobs back."), STAY)
_STORAGE = _for_now("storage", say("Fast storage is being made ready for it."), STAY)
_PARTITION_CLOSED = _for_now(
    "partition-closed",
    say("The partition is closed: it takes jobs but starts none."),
    say("It starts when the operators open the partition again. Another profile may start sooner."),
)
_IMPOSSIBLE = _for_ever(
    "impossible", say("No node of this cluster can ever fulfil what you asked for."), AGAIN
)
_NO_ACCOUNT = _for_ever(
    "account-refused", say("You may not use this project here, or it has ended."), AGAIN
)
_NO_QOS = _for_ever("qos-refused", say("You may not use this service class (QOS) here."), AGAIN)
_HELD = _for_ever(
    "held-by-operator",
    say("An operator, or a rule of the cluster, holds the job back."),
    say("It starts only when they release it."),
    ASK,
)
_BROKEN = _for_ever(
    "start-failed", say("%(system)s tried to start it and failed, so it is held back."), AGAIN, ASK
)
_RULES = _for_now(
    "limits", say("A limit of your project or service class holds it back."), AGAIN, ASK
)

REASONS: dict[str, Explanation] = {
    "": _CHECKED,
    "None": _CHECKED,
    "Priority": _QUEUED,
    "SchedDefer": _QUEUED,
    "Resources": _FULL,
    "BeginTime": _for_now(
        "begin-time",
        say("It may not start before a set time: asked for, or after a failed start."),
        STAY,
    ),
    "JobArrayTaskLimit": _for_now(
        "array-limit", say("As many tasks of this array run as it allows at once."), STAY
    ),
    "Dependency": _for_now("dependency", say("It waits for another job to end."), STAY),
    "DependencyNeverSatisfied": _for_ever(
        "dependency", say("It waits for another job that failed or is gone."), AGAIN
    ),
    "Licenses": _for_now("licences", say("All licences that it needs are in use."), STAY),
    "Reservation": _for_now("reservation-later", say("Its reservation has not begun yet."), STAY),
    "ReservationDeleted": _for_ever(
        "reservation-gone", say("Its reservation has been taken away or is over."), AGAIN
    ),
    "PartitionDown": _PARTITION_CLOSED,
    "PartitionInactive": _PARTITION_CLOSED,
    "PartitionTimeLimit": _for_ever(
        "time-limit", say("You asked for more time than the partition allows."), AGAIN
    ),
    "PartitionNodeLimit": _for_ever(
        "node-limit", say("You asked for more nodes than the partition has or allows."), AGAIN
    ),
    "PartitionConfig": _for_ever(
        "impossible", say("You asked for what the partition does not allow."), AGAIN
    ),
    "ReqNodeNotAvail": _NODE_AWAY,
    "Nodes required for job are DOWN": _NODE_AWAY,
    "NodeDown": _NODE_AWAY,
    "FrontEndDown": _NODE_AWAY,
    "BadConstraints": _IMPOSSIBLE,
    "MaxMemPerLimit": _for_ever(
        "too-much-asked", say("You asked for more memory than one job may use here."), AGAIN
    ),
    "Prolog": _PREPARING,
    "Cleaning": _for_now(
        "preparing", say("What is left of its earlier run is being tidied up."), STAY
    ),
    "BlockFreeAction": _PREPARING,
    "BlockMaxError": _BROKEN,
    "FedJobLock": _for_now("checking", say("The clusters agree on which of them starts it."), STAY),
    "PowerNotAvail": _POWER,
    "PowerReserved": _POWER,
    "BurstBufferResources": _STORAGE,
    "BurstBufferStageIn": _STORAGE,
    "BurstBufferOperation": _STORAGE,
    "JobHeldUser": _for_ever(
        "held-by-you",
        say("You hold it back yourself."),
        say("Release it, or cancel it and start anew."),
    ),
    "JobHeldAdmin": _HELD,
    "JobHoldMaxRequeue": _BROKEN,
    "launch failed requeued held": _BROKEN,
    "job requeued in held state": _HELD,
    "user env retrieval failed requeued held": _BROKEN,
    "JobLaunchFailure": _BROKEN,
    "SystemFailure": _BROKEN,
    "NonZeroExitCode": _BROKEN,
    "RaisedSignal": _BROKEN,
    "OutOfMemory": _for_ever(
        "out-of-memory", say("Its last run took more memory than it had."), AGAIN
    ),
    "TimeLimit": _for_ever("time-limit", say("Its last run reached its time limit."), AGAIN),
    "InactiveLimit": _for_ever(
        "inactive", say("Its last run was ended because it did nothing."), AGAIN
    ),
    "DeadLine": _for_ever("deadline", say("It cannot end before its deadline any more."), AGAIN),
    "InvalidAccount": _NO_ACCOUNT,
    "AccountNotAllowed": _NO_ACCOUNT,
    "InvalidQOS": _NO_QOS,
    "QOSNotAllowed": _NO_QOS,
    "QOSUsageThreshold": _for_now(
        "own-share-used",
        say(
            "You or your project used so much lately that this service class lets others go first."
        ),
        STAY,
    ),
    "AccountingPolicy": _RULES,
    "AssociationJobLimit": _RULES,
    "AssociationResourceLimit": _RULES,
    "AssociationTimeLimit": _RULES,
    "QOSJobLimit": _RULES,
    "QOSResourceLimit": _RULES,
    "QOSTimeLimit": _RULES,
}


def plain(reason: str) -> str:
    """Its beginning as the table has it: no underscores or brackets, nothing after a comma."""
    return reason.strip().strip("()").replace("_", " ").partition(",")[0].strip()


def explain_unknown(reason: str) -> Explanation:
    """What no table knows: still told as Slurm says it, and not as if it were understood."""
    return _for_now(
        "waiting", say("%(system)s lets it wait and says: “%(reason)s”.", reason=reason[:200]), ASK
    )
