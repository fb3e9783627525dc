"""How a job ended, in plain words; the numbers that say it are the job's own."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable
from datetime import timedelta

from officina_spawners.slurm.explanation import Circumstances, Explanation
from officina_spawners.slurm.jobs import Ending

RESTART = "Start it again when you like."
KEPT = "What you saved is still there. " + RESTART

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
    return Explanation(code="completed", sentence="The session has ended.", advice=KEPT)


def _timeout(ending: Ending, known: Circumstances) -> Explanation:
    length = _length(ending)
    return Explanation(
        code="time-limit",
        sentence=f"The session reached its time limit{f' of {length}' if length else ''}, and "
        "Slurm ended it.",
        advice=KEPT + " Ask for more time if you need it.",
    )


def _cancelled(ending: Ending, known: Circumstances) -> Explanation:
    who = f" by {ending.cancelled_by}" if ending.cancelled_by else ""
    if ending.started_at is None:
        return Explanation(
            code="cancelled-waiting",
            sentence=f"The job was cancelled{who} while it waited.",
            advice=RESTART + " If you did not cancel it, ask the support of this cluster.",
        )
    return Explanation(
        code="cancelled",
        sentence=f"The session was cancelled{who} while it ran.",
        advice=KEPT + " If you did not cancel it, ask the support of this cluster.",
    )


def _node_fail(ending: Ending, known: Circumstances) -> Explanation:
    return Explanation(
        code="node-failed",
        sentence=f"The compute node{_on(ending)} failed, and your session ended with it.",
        advice=KEPT + " It will get another node.",
    )


def _boot_fail(ending: Ending, known: Circumstances) -> Explanation:
    return Explanation(
        code="node-failed",
        sentence=f"The compute node{_on(ending)} could not be started for your session.",
        advice=RESTART,
    )


def _out_of_memory(ending: Ending, known: Circumstances) -> Explanation:
    return Explanation(
        code="out-of-memory",
        sentence="The session needed more memory than it had asked for, and was ended.",
        advice=KEPT + " Ask for more memory, or load less data at once.",
    )


def _preempted(ending: Ending, known: Circumstances) -> Explanation:
    return Explanation(
        code="preempted",
        sentence="The session had to make room for a job with a higher claim.",
        advice=KEPT + " A service class (QOS) that nobody may displace avoids this.",
    )


def _deadline(ending: Ending, known: Circumstances) -> Explanation:
    return Explanation(
        code="deadline", sentence="The job could not keep its deadline.", advice=RESTART
    )


def _revoked(ending: Ending, known: Circumstances) -> Explanation:
    return Explanation(
        code="moved", sentence="Another cluster of the federation took the job.", advice=RESTART
    )


def _failed(ending: Ending, known: Circumstances) -> Explanation:
    if any(OVER_MEMORY.match(line) for line in known.log):
        return _out_of_memory(ending, known)
    number = ending.signal or max(0, ending.exit_code - SIGNALLED)
    if number:
        return _killed(number)
    if ending.exit_code in {NOT_FOUND, NOT_EXECUTABLE}:
        return Explanation(
            code="command-missing",
            sentence=f"The session's software could not be started on the node{_on(ending)} "
            f"(exit code {ending.exit_code}).",
            advice="Choose another environment, or tell the support of this hub.",
        )
    if ending.node is None or ending.reason in COULD_NOT_START:
        return Explanation(
            code="start-failed",
            sentence=f"Slurm could not start the session"
            f"{f' ({ending.reason})' if ending.reason else ''}.",
            advice=RESTART + " If it happens again, tell the support of this cluster.",
        )
    code = f" (exit code {ending.exit_code})" if ending.exit_code else ""
    return Explanation(
        code="failed",
        sentence=f"The session ended with an error{code}.",
        advice="The last lines of its log say more. " + KEPT,
    )


def _killed(number: int) -> Explanation:
    if number == signal.SIGKILL:
        return Explanation(
            code="killed",
            sentence="The session was killed from outside (signal 9), most often for lack of "
            "memory.",
            advice=KEPT + " Ask for more memory if you work with large data.",
        )
    return Explanation(
        code="killed",
        sentence=f"The session was ended by the signal {number} ({_signal_name(number)}).",
        advice="The last lines of its log say more. " + KEPT,
    )


def _other(ending: Ending, known: Circumstances) -> Explanation:
    return Explanation(
        code="ended",
        sentence=f"The session has ended; Slurm calls it {ending.state[:40]}.",
        advice=KEPT,
    )


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


def _on(ending: Ending) -> str:
    return f" {ending.node}" if ending.node else ""


def _length(ending: Ending) -> str:
    if ending.started_at is None or ending.ended_at is None:
        return ""
    minutes = round((ending.ended_at - ending.started_at) / timedelta(minutes=1))
    if minutes < 1:
        return ""
    return "1 minute" if minutes == 1 else f"{minutes} minutes"


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return "unknown"
