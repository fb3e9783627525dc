"""Locks of parts of files, which the kernel holds in memory: true in a fork, and not too many."""

from __future__ import annotations

import ctypes.util
import errno
from collections.abc import Iterator

import pytest
from forked import Fork, forked

from officina_courses.grading.conversation import ConversationEndedError
from officina_courses.grading.zygote.host import Zygote

pytestmark = pytest.mark.sandbox

LOCKS = """
import fcntl, os, time
for _ in range(2):
    if os.fork() == 0:
        files = [open(f'/tmp/{os.getpid()}-{number}', 'w') for number in range(50)]
        for file in files:
            for place in range(50):
                fcntl.lockf(file, fcntl.LOCK_EX, 1, 2 * place)
        time.sleep(60)
time.sleep(60)
"""
UNCOUNTED_LOCKS = """
import ctypes, fcntl, os, struct
CLONE, FILES = {'x86_64': 56}.get(os.uname().machine, 220), 0x400 | 17
with open('/tmp/locked', 'w') as file:
    for lock in (fcntl.F_OFD_SETLK, fcntl.F_OFD_SETLKW):
        try:
            fcntl.fcntl(file, lock, struct.pack('hhqqi4x', fcntl.F_WRLCK, 0, 0, 1, 0))
        except OSError as error:
            print(error.errno)
libc = ctypes.CDLL(None, use_errno=True)
if libc.syscall(CLONE, FILES, 0, 0, 0, 0) == 0:
    os._exit(0)
print(ctypes.get_errno())
"""
LOCKED_OUT = """
import sqlite3, subprocess, sys
with sqlite3.connect('/tmp/locked.db') as mine:
    mine.execute('begin exclusive')
    other = "import sqlite3; sqlite3.connect('/tmp/locked.db', 0).execute('begin exclusive')"
    ran = subprocess.run([sys.executable, '-c', other], capture_output=True, text=True)
    print(ran.stderr[-19:])
"""


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    made = Zygote()
    yield made
    made.close()


@pytest.fixture
def fork(zygote: Zygote) -> Iterator[Fork]:
    with forked(zygote) as fork:
        yield fork


def test_a_fork_with_too_many_locks_is_ended(fork: Fork) -> None:
    with pytest.raises(ConversationEndedError) as ended:
        fork.run(LOCKS)
    assert ended.value.end == "crashed"


@pytest.mark.skipif(
    ctypes.util.find_library("seccomp") is None, reason="locks are refused by a filter"
)
def test_no_lock_is_taken_that_process_1_could_not_see(fork: Fork) -> None:
    assert set(fork.tell(UNCOUNTED_LOCKS).split()) == {str(errno.EINVAL)}


def test_a_lock_of_one_process_keeps_another_out(fork: Fork) -> None:
    assert fork.tell(LOCKED_OUT) == "database is locked"
