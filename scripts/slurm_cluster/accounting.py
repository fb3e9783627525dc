"""The accounts, limits and QOS of a cluster, as a site with courses and a GPU budget has them."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable

from slurm_cluster.commands import ask
from slurm_cluster.errors import ClusterError
from slurm_cluster.layout import Layout
from slurm_cluster.waiting import wait_until

BUDGET_GPU_MINUTES = 60
ACCOUNTS = ("course101", "proto")

# One for each kind of limit that a session may meet. Jobs of spare and loan make room for urgent
# ones: those of spare are requeued where they allow it, those of loan are ended.
QOS = (
    ("short", "MaxWall=00:30:00", "Priority=100"),
    ("class", "MaxTRESPerUser=gres/gpu=1"),
    ("spare",),
    ("loan", "PreemptMode=cancel"),
    ("urgent", "Preempt=spare,loan", "Priority=1000"),
)


def register_cluster(layout: Layout, name: str) -> None:
    """Before slurmctld starts: it ends when slurmdbd does not know its cluster."""
    _change(layout, "add", "cluster", name)


def make_accounts(layout: Layout, name: str, users: Iterable[str]) -> None:
    """Once slurmctld has told slurmdbd of GPUs; the tree in one call, because each takes 0.4 s."""
    for qos in QOS:
        _change(layout, "add", "qos", *qos)
    tree = layout.etc / "accounts.cfg"
    tree.write_text(account_tree(name, users))
    _change(layout, "load", f"file={tree}")


def account_tree(name: str, users: Iterable[str]) -> str:
    """What `sacctmgr load` reads: aif, below it course101 and the budget of proto."""
    known = ",".join(["normal", *(qos for qos, *_ in QOS)])
    lines = [
        f"Cluster - '{name}':Fairshare=1:QOS='normal':DefaultQOS='normal'",
        "Parent - 'root'",
        "User - 'root':DefaultAccount='root':AdminLevel='Administrator':Fairshare=1",
        f"Account - 'aif':QOS='{known}':DefaultQOS='normal'",
        "Parent - 'aif'",
        "Account - 'course101'",
        f"Account - 'proto':GrpTRESMins=gres/gpu={BUDGET_GPU_MINUTES}",
    ]
    users = tuple(users)
    for account in ACCOUNTS:
        lines.append(f"Parent - '{account}'")
        lines.extend(f"User - '{user}':DefaultAccount='{ACCOUNTS[0]}'" for user in users)
    return "\n".join(lines) + "\n"


def add_associations(layout: Layout, user: str, accounts: tuple[str, ...]) -> None:
    """Let a user charge these accounts, the first by default."""
    chosen = f"account={','.join(accounts)}"
    _change(layout, "add", "user", user, chosen, f"DefaultAccount={accounts[0]}")


def wait_for_association(layout: Layout, user: str) -> None:
    """What slurmdbd takes up reaches slurmctld a moment later."""
    call = ("scontrol", "-o", "show", "assoc_mgr", f"users={user}", "flags=assoc")
    wait_until(
        lambda: f"UserName={user}(" in ask(layout, *call).stdout,
        what=f"slurmctld to know the user {user}",
        seconds=30,
    )


def _change(layout: Layout, *words: str) -> None:
    done = ask(layout, "sacctmgr", "-i", *words)
    if done.returncode and not _was_there(done):
        raise ClusterError(
            f"`sacctmgr {' '.join(words)}` failed: {(done.stderr or done.stdout).strip()}",
            matters="Without it jobs of that account or user are refused.",
            now=f"Read slurmdbd's log in {layout.log}.",
        )


def _was_there(done: subprocess.CompletedProcess[str]) -> bool:
    said = done.stdout + done.stderr
    return any(phrase in said for phrase in ("already exist", "Nothing new added"))
