"""The one door to bubblewrap: what a sandboxed process may see, as an argument list.

Both the grading engine and the local sessions run other people's code through this file. It only
builds commands and probes the machine; starting the process is the caller's business, so is its
environment: secrets travel by ``env=``, never by an argument, which everybody can read in ``ps``.

Two ways lead to a process that is not uid 0 and has no capability (measured with bubblewrap 0.8):

* started by an ordinary user: a user namespace; outside, the process keeps that user's uid;
* started by root: no user namespace; bubblewrap makes the mounts as root and ``setpriv`` then drops
  to ``account`` inside. So it also reaches what lies below folders that only root can enter, and
  ``RLIMIT_NPROC`` counts, which it does not for uid 0.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from officina_courses.model import Frozen

SYSTEM_FILES = (
    "/etc/R",
    "/etc/alternatives",
    "/etc/fonts",
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/localtime",
    "/etc/mime.types",
)
COUNTS_PROCESSES_APART = (5, 14)  # the version of Linux
NETWORK_FILES = (
    "/etc/ca-certificates",
    "/etc/hosts",
    "/etc/nsswitch.conf",
    "/etc/pki",
    "/etc/resolv.conf",
    "/etc/ssl",
)


class Bind(Frozen):
    """One place of the machine shown inside, at ``target`` or where it is."""

    source: Path
    target: Path | None = None
    writable: bool = False
    is_device: bool = False


class Tmpfs(Frozen):
    """A private folder in memory, bounded in bytes, gone with the sandbox."""

    path: Path
    size_bytes: int | None = None


class Account(Frozen):
    """The numeric account that root drops to; it needs no line in /etc/passwd."""

    uid: int = Field(ge=1)
    gid: int = Field(ge=1)


class Sandbox(Frozen):
    """What one sandboxed process may see and do. Nothing else of the machine is there."""

    binds: tuple[Bind, ...] = ()
    tmpfs: tuple[Tmpfs, ...] = (Tmpfs(path=Path("/tmp")),)  # noqa: S108 - inside the sandbox
    masked: tuple[Path, ...] = Field(default=(), description="Folders shown empty")
    share_network: bool = False
    die_with_parent: bool = True
    account: Account | None = Field(default=None, description="Required when started by root")
    limits: tuple[str, ...] = Field(default=(), description="prlimit options, such as --nproc=256")
    cwd: Path = Path("/")
    info_fd: int | None = Field(
        default=None, description="Where bubblewrap writes the pid of the sandbox's init, as JSON"
    )
    calls_fd: int | None = Field(
        default=None, description="Where bubblewrap reads a compiled filter of system calls"
    )
    start_fd: int | None = Field(
        default=None, description="Whose end bubblewrap waits for before it runs the command"
    )


class Isolation(Frozen):
    """What this machine can do to keep other people's code apart."""

    kind: Literal["root", "user-namespace", "none"]
    reason: str = Field(description="Why there is none, and what to do; empty where there is some")

    @property
    def is_possible(self) -> bool:
        """Whether a sandbox can be started here."""
        return self.kind != "none"


def bwrap_command(sandbox: Sandbox, command: Sequence[str]) -> list[str]:
    """The full argument list that runs ``command`` inside ``sandbox``.

    Raises
    ------
    ValueError
        When started by root without an account to drop to.

    """
    as_root = os.geteuid() == 0
    return _argv(sandbox, command, as_root=as_root, dropped=_account_of(sandbox, as_root=as_root))


def nesting_command(sandbox: Sandbox, command: Sequence[str]) -> list[str]:
    """The same, for a process that makes namespaces of its own inside.

    Root drops to the account before bubblewrap starts: where root itself made the mounts, nobody
    inside may mount ``/proc`` again. So the account must reach all that is shown.
    """
    drop = _setpriv(_account_of(sandbox, as_root=os.geteuid() == 0))
    return drop + _argv(sandbox, command, as_root=False, dropped=None)


def _account_of(sandbox: Sandbox, *, as_root: bool) -> Account | None:
    if as_root and sandbox.account is None:
        raise ValueError(
            "root must name an account for a sandbox: learners' code never runs as uid 0"
        )
    return sandbox.account if as_root else None


def _argv(
    sandbox: Sandbox, command: Sequence[str], *, as_root: bool, dropped: Account | None
) -> list[str]:
    argv = ["bwrap", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--hostname", "officina"]
    argv += [] if sandbox.share_network else ["--unshare-net"]
    argv += [] if as_root else ["--unshare-user"]
    argv += ["--die-with-parent"] if sandbox.die_with_parent else []
    argv += [] if sandbox.info_fd is None else ["--info-fd", str(sandbox.info_fd)]
    argv += [] if sandbox.calls_fd is None else ["--seccomp", str(sandbox.calls_fd)]
    argv += [] if sandbox.start_fd is None else ["--block-fd", str(sandbox.start_fd)]
    argv += ["--new-session", *_system(sandbox.share_network)]
    for tmpfs in sandbox.tmpfs:
        size = [] if tmpfs.size_bytes is None else ["--size", str(tmpfs.size_bytes)]
        argv += ["--perms", "1777", *size, "--tmpfs", str(tmpfs.path)]
    argv += _parents(sandbox)
    for bind in sandbox.binds:
        option = "--bind" if bind.writable else "--ro-bind"
        option = "--dev-bind" if bind.is_device else option
        argv += [option, str(bind.source), str(bind.target or bind.source)]
    for path in sandbox.masked:
        argv += ["--perms", "0755", "--tmpfs", str(path), "--remount-ro", str(path)]
    # The sandbox's own root and /dev lie in memory without a bound: nobody may fill them.
    argv += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", str(sandbox.cwd), "--"]
    limits = ["prlimit", *sandbox.limits, "--"] if sandbox.limits else []
    return argv + limits + _setpriv(dropped) + list(command)


def _system(share_network: bool) -> list[str]:  # noqa: FBT001 - two file lists, one caller
    argv = ["--ro-bind", "/usr", "/usr", "--proc", "/proc", "--dev", "/dev"]
    argv += ["--perms", "1777", "--tmpfs", "/dev/shm", "--perms", "0755", "--dir", "/etc"]  # noqa: S108
    for name in ("bin", "sbin", "lib", "lib32", "lib64"):
        link = Path("/", name)
        if link.is_symlink():
            argv += ["--symlink", str(link.readlink()), str(link)]
        elif link.is_dir():
            argv += ["--ro-bind", str(link), str(link)]
    for name in SYSTEM_FILES + (NETWORK_FILES if share_network else ()):
        argv += ["--ro-bind-try", name, name]
    return argv


def _parents(sandbox: Sandbox) -> list[str]:
    """Folders above the binds, made enterable: bubblewrap itself makes them 0700 for root."""
    targets = [bind.target or bind.source for bind in sandbox.binds]
    taken = [*targets, Path("/usr"), Path("/etc"), Path("/dev")]
    argv: list[str] = []
    for parent in sorted({folder for target in targets for folder in target.parents}):
        if parent != Path("/") and not any(parent.is_relative_to(place) for place in taken):
            argv += ["--perms", "0755", "--dir", str(parent)]
    return argv


def _setpriv(account: Account | None) -> list[str]:
    if account is None:
        return []
    argv = ["setpriv", f"--reuid={account.uid}", f"--regid={account.gid}", "--clear-groups"]
    return [*argv, "--no-new-privs", "--inh-caps=-all", "--bounding-set=-all", "--"]


def python_binds() -> tuple[Bind, ...]:
    """What this Python needs to run again inside: its environment and Officina's own packages.

    Only the import packages are shown, never the folder above them: beside ``officina_courses`` lie
    the shipped courses with their solutions.
    """
    here = Path(__file__).parent
    rooms = ("officina_hub", "officina_spawners", "officina_widgets", "officina_courses")
    places = [Path(sys.prefix), Path(sys.base_prefix)]
    if not here.is_relative_to(sys.prefix):
        top = here.parent.parent
        places += [path for room in rooms for path in top.glob(f"*/{room}")]
    shown = [path for path in dict.fromkeys(places) if not path.is_relative_to("/usr")]
    return tuple(Bind(source=path) for path in shown)


def shipped_courses_mask() -> tuple[Path, ...]:
    """The installed courses, whose solutions no learner's process may read."""
    folder = Path(sys.prefix, "share", "officina", "courses")
    return (folder,) if folder.is_dir() else ()


@lru_cache(maxsize=1)
def probe() -> Isolation:
    """Try a sandbox once and tell what this machine can do."""
    if shutil.which("bwrap") is None:
        return Isolation(
            kind="none",
            reason="bubblewrap is not installed, so other people's code cannot be kept apart. "
            "Install it: apt-get install bubblewrap",
        )
    as_root = os.geteuid() == 0
    trial = Sandbox(account=Account(uid=65534, gid=65534) if as_root else None)
    ran = subprocess.run(
        bwrap_command(trial, ["true"]), capture_output=True, text=True, timeout=20, check=False
    )
    if ran.returncode == 0:
        return Isolation(kind="root" if as_root else "user-namespace", reason="")
    return Isolation(
        kind="none",
        reason=f"bubblewrap cannot make a sandbox here ({ran.stderr.strip() or ran.returncode}). "
        "Most often unprivileged user namespaces are off: see docs/howto/user-namespaces.md",
    )


@lru_cache(maxsize=1)
def probe_nesting() -> Isolation:
    """Try a sandbox whose processes make namespaces of their own, with this Python inside."""
    plain = probe()
    if not plain.is_possible:
        return plain
    if _kernel() < COUNTS_PROCESSES_APART:
        return Isolation(
            kind="none",
            reason=f"Linux {os.uname().release} counts processes for each account, not for each "
            "user namespace, so forks of one process would take them from each other",
        )
    trial = Sandbox(
        binds=python_binds(),
        account=Account(uid=65534, gid=65534) if os.geteuid() == 0 else None,
    )
    inner = ["unshare", "--user", "--map-root-user", "--mount", "--net", "--ipc", "--uts", "--pid"]
    inner += ["--fork", "--mount-proc", "--", sys.executable, "-I", "-c", "import officina_courses"]
    ran = subprocess.run(
        nesting_command(trial, inner), capture_output=True, text=True, timeout=60, check=False
    )
    if ran.returncode == 0:
        return Isolation(kind="user-namespace", reason="")
    return Isolation(
        kind="none",
        reason=f"a sandbox cannot make further namespaces, or its account cannot reach this Python "
        f"({ran.stderr.strip() or ran.returncode})",
    )


def _kernel() -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", os.uname().release)[:2])
