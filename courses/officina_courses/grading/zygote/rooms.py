"""What a fork finds: its own processes, network and folders in place of those of its neighbours.

All that runs here touches, and so copies, pages of the zygote's memory in each fork anew. So files
are made by plain calls: ``pathlib`` would touch many.
"""
# ruff: noqa: PTH101, PTH102, PTH118, PTH119, S103

from __future__ import annotations

import os

from officina_courses.grading.zygote import system_calls
from officina_courses.grading.zygote.bounds import FILES, HOME, STAGE, House, Request
from officina_courses.grading.zygote.system_calls import (
    MS_BIND,
    MS_NODEV,
    MS_NOEXEC,
    MS_NOSUID,
    MS_RDONLY,
    MS_REMOUNT,
    mount,
)

SCRATCH = "/tmp"  # noqa: S108 - inside the fork, where nothing is shared
FEWEST_FILES = 4096
BYTES_PER_FILE = 4096  # also an empty file takes the kernel's memory
PLAIN = MS_NOSUID | MS_NODEV
TCP_BUFFERS = b"4096 131072 212992"  # the last is what Linux gives all other sockets


def furnish(request: Request, house: House) -> None:
    """Turn the view of a process that was cloned apart into that of its fork.

    What the outer sandbox shows read-only stays so: mounts that come from a user namespace above
    are locked here.
    """
    system_calls.map_account(house.uid, house.gid)
    system_calls.raise_loopback()
    if request.staged is not None:
        mount(f"{STAGE}/{request.staged}", FILES, None, MS_BIND)
    mount("none", STAGE, "tmpfs", PLAIN | MS_RDONLY, "size=4k,nr_inodes=1,mode=000")
    _private_folders(request.bounds.scratch_bytes, house.folders)
    terminals = f"newinstance,ptmxmode=0666,max={request.bounds.processes}"  # all have a few 1,000
    mount("devpts", "/dev/pts", "devpts", MS_NOSUID | MS_NOEXEC, terminals)
    mount("proc", "/proc", "proc", PLAIN | MS_NOEXEC)
    system_calls.write("/proc/sys/user/max_user_namespaces", b"0")
    for buffer in ("tcp_rmem", "tcp_wmem"):  # else they grow to many MiB by themselves
        system_calls.write(f"/proc/sys/net/ipv4/{buffer}", TCP_BUFFERS)
    if (
        request.bounds.gives_way
    ):  # its session is not its own: nobody leaves a word, or a share, in it
        mount("none", "/proc", None, MS_REMOUNT | MS_BIND | MS_RDONLY | PLAIN | MS_NOEXEC)
    os.chdir(HOME)


def _private_folders(size: int, folders: tuple[str, ...]) -> None:
    """One folder in memory, shown at every place that is writable, so that one bound holds."""
    files = max(FEWEST_FILES, size // BYTES_PER_FILE)
    mount("none", SCRATCH, "tmpfs", PLAIN, f"size={size},nr_inodes={files},mode=0755")
    for place in (HOME, "/dev/shm", SCRATCH):  # noqa: S108
        part = os.path.join(SCRATCH, os.path.basename(place))
        os.mkdir(part)
        os.chmod(part, 0o1777)
        if place == HOME:
            for folder in folders:
                os.mkdir(os.path.join(part, folder))
        mount(part, place, None, MS_BIND)
