"""The system calls that no notebook needs, as a filter that libseccomp compiles.

What is refused says so as it would on a kernel without it, so that programs which try it take
another way. The namespaces already keep a process apart; this makes less of the kernel reachable,
and leaves no place where memory lies that no limit counts, or a word for whoever comes next: keys,
memory without a file, System V's segments, queues and semaphores, and what of a file lies in
memory. And process 1 of a namespace, which enforces limits from inside and has the account of the
code that it watches, keeps its share of the processors.
"""

from __future__ import annotations

import ctypes
import errno
import tempfile
from functools import lru_cache

from officina_courses.grading.call_rules import RULES, Rule

LIBRARY = "libseccomp.so.2"
ALLOW = 0x7FFF0000
ANSWER = 0x00050000  # SCMP_ACT_ERRNO, joined with the number of the error
REFUSED = (
    "acct",
    "add_key",
    "bpf",
    "cachestat",
    "clock_adjtime",
    "clock_settime",
    "clone3",  # its flags cannot be looked at; libc then takes clone, whose flags can
    "delete_module",
    "fanotify_init",
    "finit_module",
    "fsconfig",
    "fsmount",
    "fsopen",
    "fspick",
    "init_module",
    "io_uring_enter",
    "io_uring_register",
    "io_uring_setup",
    "ioperm",
    "iopl",
    "kcmp",
    "kexec_file_load",
    "kexec_load",
    "keyctl",
    "lookup_dcookie",
    "memfd_create",
    "memfd_secret",
    "mincore",
    "mount",
    "mount_setattr",
    "move_mount",
    "msgget",
    "name_to_handle_at",
    "nfsservctl",
    "open_by_handle_at",
    "open_tree",
    "perf_event_open",
    "pivot_root",
    "process_vm_readv",
    "process_vm_writev",
    "ptrace",
    "quotactl",
    "quotactl_fd",
    "reboot",
    "request_key",
    "semget",
    "setns",
    "settimeofday",
    "shmget",
    "swapoff",
    "swapon",
    "syslog",
    "umount2",
    "unshare",
    "userfaultfd",
    "vhangup",
)


class _Comparison(ctypes.Structure):
    """``struct scmp_arg_cmp``: an argument of a call, and what it must be for a rule to hold."""

    _fields_ = [
        ("argument", ctypes.c_uint),
        ("how", ctypes.c_int),
        ("mask", ctypes.c_uint64),
        ("value", ctypes.c_uint64),
    ]


@lru_cache(maxsize=2)
def compiled(more: tuple[Rule, ...] = ()) -> bytes:
    """The filter for this machine, with ``more`` rules; nothing where there is no libseccomp."""
    try:
        library = ctypes.CDLL(LIBRARY)
    except OSError:
        return b""
    library.seccomp_init.restype = ctypes.c_void_p
    context = ctypes.c_void_p(library.seccomp_init(ctypes.c_uint32(ALLOW)))
    for name in REFUSED:
        number = library.seccomp_syscall_resolve_name(name.encode())
        answer = ctypes.c_uint32(ANSWER | errno.ENOSYS)
        library.seccomp_rule_add(context, answer, ctypes.c_int(number), ctypes.c_uint(0))
    for rule in (*RULES, *more):
        number = library.seccomp_syscall_resolve_name(rule.call.encode())
        answer = ctypes.c_uint32(ANSWER | rule.error)
        count = len(rule.arguments)
        compared = (_Comparison * count)(*(_Comparison(*one) for one in rule.arguments))
        library.seccomp_rule_add_array(
            context, answer, ctypes.c_int(number), ctypes.c_uint(count), compared
        )
    with tempfile.TemporaryFile() as file:
        failed = library.seccomp_export_bpf(context, ctypes.c_int(file.fileno()))
        library.seccomp_release(context)
        file.seek(0)
        return b"" if failed else file.read()
