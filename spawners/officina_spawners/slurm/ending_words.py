"""How a job ended, in plain words; the numbers that say it are the job's own."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable
from datetime import timedelta

from officina_courses.saying import Saying, say
from officina_spawners.slurm.explanation import Circumstances, Explanation, explained
from officina_spawners.slurm.jobs import Ending

RESTART = say("Start it again when you like.")
KEPT = say("What you saved is still there. Start it again when you like.")
NOT_YOU = say("If you did not cancel it, ask the support of this cluster.")
LOG_SAYS_MORE = say("The last lines of its log say more.")

COULD_NOT_START = frozenset(
    {"BadConstraints", "JobLaunchFailure", "LaunchFailure", "Prolog", "SystemFailure"}
)
# What a shell, and so a batch script, says of the command that it could not run.
NOT_EXECUTABLE, NOT_FOUND, SIGNALLED = 126, 127, 128
# All that is left where Slurm itself watches over memory (OverMemoryKill) instead of a cgroup: the
# state is FAILED then, as after any signal 9, and slurmctld takes that for a failed launch.
OVER_MEMORY = re.compile(r"slurmstepd\S*: error: .*(?i:exceeded (?:job |step )?memory limit)")


def explain_ending(ending: Ending, known: Circumstances) -> Explanation:
    """Every end state of Slurm has its words."""
    return _STATES.get(ending.state, _other)(ending, known)


def _completed(ending: Ending, known: Circumstances) -> Explanation:
    return explained("completed", say("The session has ended."), advice=[KEPT])


def _timeout(ending: Ending, known: Circumstances) -> Explanation:
    length = _length(ending)
    told = say("The session reached its time limit, and %(system)s ended it.")
    if length is not None:
        told = say(
            "The session reached its time limit of %(length)s, and %(system)s ended it.",
            length=length,
        )
    return explained("time-limit", told, advice=[KEPT, say("Ask for more time if you need it.")])


def _cancelled(ending: Ending, known: Circumstances) -> Explanation:
    who = ending.cancelled_by
    if ending.started_at is None:
        told = say("The job was cancelled while it waited.")
        if who:
            told = say("The job was cancelled by %(who)s while it waited.", who=who)
        return explained("cancelled-waiting", told, advice=[RESTART, NOT_YOU])
    told = say("The session was cancelled while it ran.")
    if who:
        told = say("The session was cancelled by %(who)s while it ran.", who=who)
    return explained("cancelled", told, advice=[KEPT, NOT_YOU])


def _node_fail(ending: Ending, known: Circumstances) -> Explanation:
    told = say(
        "The compute node%(node)s failed, and your session ended with it.", node=_node(ending)
    )
    return explained("node-failed", told, advice=[KEPT, say("It will get another node.")])


def _boot_fail(ending: Ending, known: Circumstances) -> Explanation:
    told = say(
        "The compute node%(node)s could not be started for your session.", node=_node(ending)
    )
    return explained("node-failed", told, advice=[RESTART])


def _out_of_memory(ending: Ending, known: Circumstances) -> Explanation:
    return explained(
        "out-of-memory",
        say("The session needed more memory than it had asked for, and was ended."),
        advice=[KEPT, say("Ask for more memory, or load less data at once.")],
    )


def _preempted(ending: Ending, known: Circumstances) -> Explanation:
    return explained(
        "preempted",
        say("The session had to make room for a job with a higher claim."),
        advice=[KEPT, say("A service class (QOS) that nobody may displace avoids this.")],
    )


def _deadline(ending: Ending, known: Circumstances) -> Explanation:
    told = say("The job could not keep its deadline.")
    return explained("deadline", told, advice=[RESTART])


def _revoked(ending: Ending, known: Circumstances) -> Explanation:
    told = say("Another cluster of the federation took the job.")
    return explained("moved", told, advice=[RESTART])


def _failed(ending: Ending, known: Circumstances) -> Explanation:
    if any(OVER_MEMORY.match(line) for line in known.log):
        return _out_of_memory(ending, known)
    number = ending.signal or max(0, ending.exit_code - SIGNALLED)
    if number:
        return _killed(number)
    if ending.exit_code in {NOT_FOUND, NOT_EXECUTABLE}:
        told = say(
            "The session's software could not be started on the node%(node)s (exit code %(code)s).",
            node=_node(ending),
            code=ending.exit_code,
        )
        choose = say("Choose another environment, or tell the support of this hub.")
        return explained("command-missing", told, advice=[choose])
    if ending.node is None or ending.reason in COULD_NOT_START:
        return _not_started(ending.reason)
    told = say("The session ended with an error.")
    if ending.exit_code:
        told = say("The session ended with an error (exit code %(code)s).", code=ending.exit_code)
    return explained("failed", told, advice=[LOG_SAYS_MORE, KEPT])


def _not_started(reason: str) -> Explanation:
    told = say("%(system)s could not start the session.")
    if reason:
        told = say("%(system)s could not start the session (%(reason)s).", reason=reason)
    tell = say("If it happens again, tell the support of this cluster.")
    return explained("start-failed", told, advice=[RESTART, tell])


def _killed(number: int) -> Explanation:
    if number == signal.SIGKILL:
        return explained(
            "killed",
            say("The session was killed from outside (signal 9), most often for lack of memory."),
            advice=[KEPT, say("Ask for more memory if you work with large data.")],
        )
    told = say(
        "The session was ended by the signal %(number)s (%(name)s).",
        number=number,
        name=_signal_name(number),
    )
    return explained("killed", told, advice=[LOG_SAYS_MORE, KEPT])


def _other(ending: Ending, known: Circumstances) -> Explanation:
    told = say("The session has ended; %(system)s calls it %(state)s.", state=ending.state[:40])
    return explained("ended", told, advice=[KEPT])


_STATES: dict[str, Callable[[Ending, Circumstances], Explanation]] = {
    "BOOT_FAIL": _boot_fail,
    "CANCELLED": _cancelled,
    "COMPLETED": _completed,
    "DEADLINE": _deadline,
    "FAILED": _failed,
    "NODE_FAIL": _node_fail,
    "OUT_OF_MEMORY": _out_of_memory,
    "PREEMPTED": _preempted,
    "REVOKED": _revoked,
    "TIMEOUT": _timeout,
}


def _node(ending: Ending) -> str:
    return f" {ending.node}" if ending.node else ""


def _length(ending: Ending) -> Saying | None:
    if ending.started_at is None or ending.ended_at is None:
        return None
    minutes = round((ending.ended_at - ending.started_at) / timedelta(minutes=1))
    if minutes < 1:
        return None
    return say("1 minute") if minutes == 1 else say("%(count)s minutes", count=minutes)


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return "unknown"
