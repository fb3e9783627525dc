"""The system calls that are refused with certain arguments only, as rules of a filter.

A filter sees the numbers that a call is given, and nothing that a pointer leads to.
"""

from __future__ import annotations

import errno
import fcntl
import os
import socket
from typing import NamedTuple

GREATER, MASKED_EQUAL = 6, 7  # SCMP_CMP_GT, SCMP_CMP_MASKED_EQ
INT = 0xFFFFFFFF  # what the kernel reads of an argument that is an int
FIRST_PROCESS = 1
NEW_USER_NAMESPACE = 0x10000000
CLONE_FILES, CLONE_THREAD = 0x400, 0x10000
MAP_SHARED, MAP_ANONYMOUS = 0x01, 0x20
IOPRIO_WHO_USER = 3
RWF_NOWAIT = 0x08
# What sets how much of the processors, or of anything else, a process gets; the argument that says
# which one, and the number that it must not be: process 1, or all processes of the account.
SETS_A_SHARE = (
    ("ioprio_set", 0, IOPRIO_WHO_USER),
    ("ioprio_set", 1, FIRST_PROCESS),
    ("prlimit64", 0, FIRST_PROCESS),
    ("sched_setaffinity", 0, FIRST_PROCESS),
    ("sched_setattr", 0, FIRST_PROCESS),
    ("sched_setparam", 0, FIRST_PROCESS),
    ("sched_setscheduler", 0, FIRST_PROCESS),
    ("setpriority", 0, os.PRIO_USER),
    ("setpriority", 1, FIRST_PROCESS),
)


class Argument(NamedTuple):
    """``struct scmp_arg_cmp``: which argument of a call, and what it must be for a rule to hold."""

    place: int
    how: int
    first: int
    second: int


class Rule(NamedTuple):
    """A call, the error that it answers (0: as if it were done), and when."""

    call: str
    error: int
    arguments: tuple[Argument, ...]


def _is(place: int, number: int) -> Argument:
    return Argument(place, MASKED_EQUAL, INT, number)


def _has(place: int, bits: int) -> Argument:
    return Argument(place, MASKED_EQUAL, bits, bits)


def _is_above(place: int, number: int) -> Argument:
    return Argument(place, GREATER, number, 0)


RULES = (
    # Inside a user namespace of its own a process could mount, and fill memory without a bound.
    Rule("clone", errno.EPERM, (_has(0, NEW_USER_NAMESPACE),)),
    # The locks of a process whose open files another one goes on with are shown to nobody.
    Rule(
        "clone",
        errno.EINVAL,
        (Argument(0, MASKED_EQUAL, CLONE_FILES | CLONE_THREAD, CLONE_FILES),),
    ),
    # Locks of open files belong to no process that could be asked for them. So said Linux 3.14.
    *(
        Rule("fcntl", errno.EINVAL, (_is(1, lock),))
        for lock in (fcntl.F_OFD_SETLK, fcntl.F_OFD_SETLKW)
    ),
    # What a process lets go of such memory stays until it lets go of all of it; nobody counts that.
    Rule("mmap", errno.EPERM, (_has(3, MAP_SHARED | MAP_ANONYMOUS),)),
    # Which pages of a file lie in memory is a word for whoever comes next.
    # Linux says EOPNOTSUPP of files that cannot answer it.
    Rule("preadv2", errno.EOPNOTSUPP, (_has(5, RWF_NOWAIT),)),
    *(Rule(call, errno.EPERM, (_is(place, who),)) for call, place, who in SETS_A_SHARE),
    # The kernel holds what waits in a socket, many MiB where a program asks for so large a buffer.
    # It grants less than asked for without a word, and so does this.
    *(
        Rule("setsockopt", 0, (_is(1, socket.SOL_SOCKET), _is(2, buffer)))
        for buffer in (socket.SO_SNDBUF, socket.SO_RCVBUF)
    ),
    # Others are of special hardware, or lead past the network namespace: to the host of a virtual
    # machine, or into the kernel's cryptography.
    *(
        Rule(call, errno.EAFNOSUPPORT, (_is_above(0, socket.AF_NETLINK),))
        for call in ("socket", "socketpair")
    ),
)
# Where nobody counts locks, none is taken, and all are granted: the kernel holds millions of them,
# and nothing bounds that. Programs that take some, as SQLite, must not fail for it.
NO_LOCKS = tuple(Rule("fcntl", 0, (_is(1, lock),)) for lock in (fcntl.F_SETLK, fcntl.F_SETLKW))
