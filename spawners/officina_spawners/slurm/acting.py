"""Running a command as a person, and telling when the hub's account is not let.

What stands before the command (sudo, setpriv, a site's own) can refuse before the command is ever
run. Slurm has then neither heard nor said anything, and asking again changes nothing: an operator
has to.
"""

from __future__ import annotations

import asyncio
import os
import pwd
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from officina_spawners.slurm.as_person import account_of, usual_prefix
from officina_spawners.slurm.client import HubMayNotAct
from officina_spawners.slurm.commands import Answer, CommandMissing, Commands
from officina_spawners.slurm.quotation import first_line

GUIDE = "docs/howto/slurm.md, step 2"
RULE = f"Set up the sudo rule of {GUIDE}, and put {{person}} into its group."
INSTALL = (
    "Install it there, or add its folder to the PATH of the Hub's service; "
    "`officina up --check` lists what a cluster needs."
)

# What the prefix says (a pattern on one line), and what an operator does about it.
REFUSALS = (
    (
        r"^sudo: .*(?:a password is required|a terminal is required|incorrect password)"
        r"|not in the sudoers file|^Sorry, user .* (?:is not allowed|may not run)"
        r"|^sudo: (?:sorry, you must have a tty|.*you are not allowed to)",
        RULE + " The command and its path must be the rule's.",
    ),
    (
        r'^sudo: .*"no new privileges"|^sudo: effective uid is not 0',
        "Let the Hub's service gain rights: without NoNewPrivileges in its unit, and not on a file "
        "system mounted nosuid.",
    ),
    (
        r"^sudo: .*(?:sudoers|setuid bit|syntax error|parse error|policy plugin|PAM)"
        r"|^sudo: account validation failure",
        "Mend sudo itself: `visudo -c` and `sudo -l` with the Hub's account say where.",
    ),
    (r"^sudo: unknown user", "Give {person} a Unix account on the hub's machine."),
    (
        r"^setpriv: .*(?:Operation not permitted|failed: )|^runuser: may not be used",
        "Only root may do that. Leave `submit_prefix` out of factory.toml, so that sudo is asked. "
        + RULE,
    ),
    (
        r"Permission denied \(publickey|Host key verification failed",
        "Let the Hub's account log in there by its key, without a question.",
    ),
)
_REFUSALS = tuple((re.compile(pattern), todo) for pattern, todo in REFUSALS)
# How a program that only runs another one says that there is none; {} is its own name.
_NOTHING_TO_RUN = r"^{}: .*(?:not found|No such file or directory|[Ff]ailed to execute|not execut)"
_NO = r"^{}: .*(?:not permitted|[Pp]ermission denied|Authentication failure|[Nn]ot authorized)"
_AFTERWORD = "This incident "  # has been, or will be, reported
_PROGRAM = re.compile(r"[\w./][\w./-]*")
_TELLS_WARNINGS_SO = "sudo"  # which goes on after an "Operation not permitted"


@dataclass(frozen=True)
class Acting:
    """Runs commands as people, with the prefix before each."""

    commands: Commands
    prefix: Sequence[str] = field(default_factory=usual_prefix)

    async def run(
        self,
        person: str,
        argv: Sequence[str],
        *,
        environment: Mapping[str, str] | None = None,
        stdin: bytes = b"",
        timeout_seconds: float | None = None,
    ) -> Answer:
        """What the command answered; ``HubMayNotAct`` when it was not even run."""
        account = await asyncio.to_thread(account_of, person)
        prefix = account.prefix(self.prefix)
        try:
            if prefix:
                prefix[0] = self.commands.program(prefix[0])
            full = [*prefix, self.commands.program(argv[0]), *argv[1:]]
        except CommandMissing as error:
            raise HubMayNotAct(_told(person, argv[0], str(error), INSTALL)) from error
        answer = await self.commands.run(
            full,
            timeout_seconds=timeout_seconds or self.commands.acting_seconds,
            environment={**self.commands.environment, **(environment or {})},
            stdin=stdin,
        )
        if found := refusal_of(answer, prefix):
            said, todo = found
            raise HubMayNotAct(_told(person, argv[0], f"it says “{said}”", todo))
        return answer


def refusal_of(answer: Answer, prefix: Sequence[str]) -> tuple[str, str] | None:
    """The line with which the prefix itself refused, and what to do; None where it did not.

    It is the last one: where the command said something after it, it was run in spite of all
    grumbling.
    """
    if not prefix or answer.status == 0:
        return None
    lines = [line for line in map(first_line, answer.err.splitlines()) if line]
    while lines and lines[-1].startswith(_AFTERWORD):
        lines.pop()
    for pattern, todo in (*_REFUSALS, *_of_its_programs(prefix)):
        if lines and pattern.search(lines[-1]):
            return lines[-1], todo
    return None


def _of_its_programs(prefix: Sequence[str]) -> list[tuple[re.Pattern[str], str]]:
    names = {re.escape(Path(part).name) for part in prefix if _PROGRAM.fullmatch(part)}
    found = [(re.compile(_NOTHING_TO_RUN.format(name)), INSTALL) for name in names]
    found += [(re.compile(_NO.format(name)), RULE) for name in names if name != _TELLS_WARNINGS_SO]
    return found


def _told(person: str, command: str, what: str, todo: str) -> str:
    """For the operator: what happened, why it matters, what to do."""
    return (
        f"The Hub's account {_own_name()} cannot run {Path(command).name} as {person}: {what}. "
        f"So no session of {person} can be started. {todo.format(person=person)}"
    )


def _own_name() -> str:
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return f"with the number {os.geteuid()}"
