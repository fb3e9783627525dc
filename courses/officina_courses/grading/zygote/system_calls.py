"""The calls of Linux that Python has no name for, each as a function that raises ``OSError``.

All go through one handle that keeps the interpreter's lock: a fork by ``clone3`` must find it held.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import socket
import struct

CLONE3 = 435  # one number on every architecture
KEYCTL = {"x86_64": 250, "aarch64": 219, "riscv64": 219, "ppc64le": 271}
JOIN_SESSION_KEYRING = 1
CLONE_PIDFD = 0x1000
NEW_MOUNTS, NEW_UTS, NEW_IPC = 0x20000, 0x4000000, 0x8000000
NEW_USER, NEW_PIDS, NEW_NET = 0x10000000, 0x20000000, 0x40000000
NEW_EVERYTHING = NEW_MOUNTS | NEW_UTS | NEW_IPC | NEW_USER | NEW_PIDS | NEW_NET
SIGCHLD = 17

MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_BIND = 1, 2, 4, 8, 4096
MS_REMOUNT = 32
PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 4, 22, 38
SECCOMP_MODE_FILTER = 2
CAPABILITY_VERSION_3 = 0x20080522
SIOCSIFFLAGS, IFF_UP, IFF_RUNNING = 0x8914, 0x1, 0x40

_libc = ctypes.PyDLL(None, use_errno=True)


class _CloneArguments(ctypes.Structure):
    """``struct clone_args`` in its first version."""

    _fields_ = [
        (name, ctypes.c_uint64)
        for name in ("flags", "pidfd", "child_tid", "parent_tid", "exit_signal", "stack", "size")
    ] + [("tls", ctypes.c_uint64)]


class _Program(ctypes.Structure):
    """``struct sock_fprog``."""

    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_char_p)]


# Made before the fork, which would have to make their types, too.
_HEAD = ctypes.create_string_buffer(struct.pack("=Ii", CAPABILITY_VERSION_3, 0))
_NOTHING = ctypes.create_string_buffer(24)


def clone_apart() -> tuple[int, int]:
    """Fork into new namespaces of every kind; the child's number (0 in the child) and its pidfd."""
    pidfd = ctypes.c_int(-1)
    arguments = _CloneArguments(
        flags=NEW_EVERYTHING | CLONE_PIDFD,
        pidfd=ctypes.addressof(pidfd),
        exit_signal=SIGCHLD,
    )
    size = ctypes.c_size_t(ctypes.sizeof(arguments))
    child = _checked("clone3", _libc.syscall(CLONE3, ctypes.byref(arguments), size))
    return child, pidfd.value


def mount(source: str, target: str, kind: str | None, flags: int, options: str = "") -> None:
    """Mount; of a bind the kind is None."""
    kind_ = None if kind is None else kind.encode()
    result = _libc.mount(
        source.encode(), target.encode(), kind_, ctypes.c_ulong(flags), options.encode()
    )
    _checked(f"mount {target}", result)


def drop_capabilities() -> None:
    """Give up every special right, and let no program that is started bring one."""
    _checked("prctl", prctl(PR_SET_NO_NEW_PRIVS, 1))
    _checked("capset", _libc.capset(_HEAD, _NOTHING))


def take_own_keyring() -> None:
    """Leave the keyring that all forks would share, and in which one could leave the next a word.

    Where keyrings are switched off, or a processor's number is not known, there is none to share
    or the filter of calls has to do.
    """
    number = KEYCTL.get(os.uname().machine)
    if number is not None:
        _libc.syscall(number, JOIN_SESSION_KEYRING, None)


def prctl(option: int, value: int, more: object = None) -> int:
    """The call of that name."""
    third = ctypes.c_ulong(0) if more is None else more
    zero = ctypes.c_ulong(0)
    return int(_libc.prctl(option, ctypes.c_ulong(value), third, zero, zero))


def filter_calls(program: bytes) -> None:
    """Refuse the system calls that a compiled filter names."""
    wrapped = _Program(len(program) // 8, program)
    _checked("seccomp", prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(wrapped)))


def raise_loopback() -> None:
    """Make 127.0.0.1 work in a new network namespace; nothing else is there."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = struct.pack("16sh14x", b"lo", IFF_UP | IFF_RUNNING)
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, request)


def map_account(uid: int, gid: int) -> None:
    """In a new user namespace: be who one was outside, and nobody else."""
    write("/proc/self/setgroups", b"deny")
    write("/proc/self/uid_map", f"{uid} {uid} 1".encode())
    write("/proc/self/gid_map", f"{gid} {gid} 1".encode())


def write(place: str, words: bytes) -> None:
    """Tell the kernel, in one piece as it demands."""
    file = os.open(place, os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.write(file, words)
    finally:
        os.close(file)


def _checked(what: str, result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return int(result)
