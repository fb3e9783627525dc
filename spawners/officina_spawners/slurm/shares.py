"""Budgets, from sshare's tree of accounts.

A limit of an account holds for everything below it, and a person may have one of their own. What
counts for a person is the limit in whose chain least is left. The tree is told by indentation.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from officina_spawners.slurm import notation
from officina_spawners.slurm.resources import Budget

FORMAT = "Account,User,GrpTRESMins,GrpTRESRaw"


@dataclass(frozen=True)
class Share:
    """One association, with those above it."""

    account: str
    user: str
    limit: int | None
    used: int
    above: tuple[Share, ...]

    def budget(self) -> Budget:
        """The tightest of its chain, under the name of its own account."""
        chain = [share for share in (self, *reversed(self.above)) if share.limit is not None]
        tight = min(chain, key=Share.left, default=self)
        return Budget(
            account=self.account, gpu_minutes_limit=tight.limit, gpu_minutes_used=tight.used
        )

    def left(self) -> int:
        """May be less than nothing, where a limit was lowered."""
        assert self.limit is not None  # noqa: S101 - only asked where there is one
        return self.limit - self.used


def read_budgets(text: str, person: str) -> tuple[Budget, ...]:
    """One for each account that this person may use; ``ValueError`` when it is no such tree."""
    return tightest(share for share in _shares(text) if share.user == person)


def tightest(shares: Iterable[Share]) -> tuple[Budget, ...]:
    """By account, of which there may be several that differ in the partition."""
    found: dict[str, Budget] = {}
    for budget in (share.budget() for share in shares):
        found.setdefault(budget.account, budget)
    return tuple(found[account] for account in sorted(found))


def _shares(text: str) -> Iterable[Share]:
    branch: list[tuple[int, Share]] = []
    for line in notation.lines(text):
        parts = line.split("|")
        if len(parts) != len(FORMAT.split(",")):
            raise ValueError(f"no row of sshare: {line[:120]!r}")
        account, user, limits, used = parts
        depth = len(account) - len(account.lstrip())
        while branch and branch[-1][0] >= depth:
            branch.pop()
        share = Share(
            account=account.strip(),
            user=user,
            limit=_gpu_minutes(limits),
            used=_gpu_minutes(used) or 0,
            above=tuple(share for _, share in branch),
        )
        if not user:
            branch.append((depth, share))
        yield share


def _gpu_minutes(text: str) -> int | None:
    found = notation.resources(text)
    typed = [name for name in found if name.startswith("gres/gpu")]
    return notation.gpus(text) if typed else None
