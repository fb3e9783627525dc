"""Learners' code that wants other people's work, the network, or the machine.

Each attack hands in a wrong answer beside it: it must gain nothing, and the grading must end well.
"""

from __future__ import annotations

import contextlib
import ctypes.util
import os
import socket
from pathlib import Path

import pytest
from grading_classroom import QUICK, WRONG, Classroom, assert_nothing_gained, scores

pytestmark = pytest.mark.sandbox


def test_nothing_of_the_course_or_of_others_can_be_seen(classroom: Classroom) -> None:
    classroom.solve("victim")
    look = """
import os, glob, sys
for top, folders, files in os.walk('/'):
    skipped = ('/proc', '/usr', '/dev', sys.prefix, sys.base_prefix)
    folders[:] = [f for f in folders if os.path.join(top, f) not in skipped]
    for name in files:
        if name in ('gradebook.db', 'timestamp.txt') or 'handed-in' in top or 'source/' in top:
            print('SEEN', top, name)
found = glob.glob('/home/[!l]*') + glob.glob('/root/*')
print('OTHERS', [place for place in found if not sys.prefix.startswith(place)])
"""
    outcome = classroom.solve("mallory", WRONG + look)
    assert_nothing_gained(classroom, "mallory", outcome)
    written = classroom.written("mallory")
    assert "SEEN /" not in written
    assert "OTHERS []" in written


def test_no_credential_and_no_network(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "token-of-the-grader")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        attack = f"""
import os, socket
print('ENVIRONMENT', sorted(os.environ.items()))
for pid in [p for p in os.listdir('/proc') if p.isdigit()]:
    try:
        print('PROCESS', pid, open(f'/proc/{{pid}}/environ').read())
    except OSError as error:
        print(type(error))
try:
    socket.create_connection(('127.0.0.1', {port}), timeout=2)
    print('CONNECTED')
except OSError as error:
    print('REFUSED', error)
"""
        classroom.solve("mallory", WRONG + attack)
    written = classroom.written("mallory")
    assert "REFUSED" in written
    assert "token-of-the-grader" not in written


def test_a_detached_process_does_not_outlive_the_grading(classroom: Classroom) -> None:
    attack = """
import subprocess
subprocess.Popen(['sh', '-c', 'sleep 98765 & sleep 98765'], start_new_session=True)
"""
    classroom.solve("mallory", WRONG + attack)
    assert not [line for line in _processes("cmdline") if "98765" in line]


def test_learners_code_is_nobody(classroom: Classroom) -> None:
    classroom.solve("mallory", WRONG + "\nimport os\nprint('UID', os.getuid(), os.getgroups())")
    own = os.getuid()
    written = classroom.written("mallory")
    assert "UID 0" not in written
    assert "UID 64" in written or f"UID {own}" in written


def test_process_1_cannot_be_looked_into_or_changed(classroom: Classroom) -> None:
    attack = """
for name, mode in (('mem', 'r+b'), ('mem', 'rb'), ('environ', 'rb'), ('oom_score_adj', 'w')):
    try:
        open(f'/proc/1/{name}', mode).close()
        print('REACH' + 'ED', name, mode)
    except OSError as error:
        print(name, mode, 'closed')
"""
    classroom.solve("mallory", WRONG + attack)
    written = classroom.written("mallory")
    assert "oom_score_adj w closed" in written
    assert "REACHED" not in written


def test_a_fork_bomb_stays_small_and_ends(classroom: Classroom) -> None:
    # The name marks its processes: other graders may be at work on this machine.
    bomb = """
import os
open('/proc/self/comm', 'w').write('fork-bomb')
while True:
    try: os.fork()
    except OSError: pass
"""
    outcome = classroom.solve("mallory", WRONG + bomb, limits=QUICK)
    assert_nothing_gained(classroom, "mallory", outcome)
    assert "fork-bomb" not in _processes("comm")


def test_memory_and_disk_have_a_bound(classroom: Classroom) -> None:
    greedy = """
try:
    bytearray(10 * 2**30)
except MemoryError:
    print('MEMORY BOUND')
import os
written = 0
for place in ('.', '/tmp', '/dev/shm', '/dev', '/', '/officina'):
    for n in range(8):
        try:
            with open(f'{place}/fill{n}', 'wb') as file:
                for _ in range(64):
                    written += file.write(bytes(2**20))
        except OSError:
            pass
print('WRITTEN MIB', written >> 20)
"""
    limits = QUICK.model_copy(update={"cell_timeout_seconds": 20})
    classroom.solve("mallory", WRONG + greedy, limits=limits)
    written = classroom.written("mallory")
    assert "MEMORY BOUND" in written
    mib = int(written.split("WRITTEN MIB ")[1].split()[0].split("\\n")[0].strip('",'))
    assert mib < 3 * QUICK.scratch_mib + 8


@pytest.mark.skipif(
    ctypes.util.find_library("seccomp") is None, reason="locks are refused by a filter"
)
def test_locks_of_parts_of_files_have_a_bound(classroom: Classroom) -> None:
    locks = """
import fcntl, sqlite3, time
with sqlite3.connect('numbers.db') as database:
    database.execute('create table numbers (n)')
    total, = database.execute('select 41 + 1').fetchone()
with open('locked', 'w') as file:
    for place in range(5000):
        fcntl.lockf(file, fcntl.LOCK_EX, 1, 2 * place)
    time.sleep(1)
    held = sum(' POSIX ' in line for line in open('/proc/locks'))
print(f'{held=} {total=}')
"""
    outcome = classroom.solve("locks", WRONG + locks)
    assert_nothing_gained(classroom, "locks", outcome)
    assert outcome.grade is not None
    # A fork is ended for it; a fresh sandbox, in which nobody counts them, grants and takes none.
    if outcome.grade.notebooks[0].state != "crashed":
        assert "held=0 total=42" in classroom.written("locks")


def test_killing_everything_in_reach_kills_only_itself(classroom: Classroom) -> None:
    attack = """
import os
if os.getppid() > 1:
    os.kill(os.getppid(), 9)
os.kill(-1, 9)
"""
    outcome = classroom.solve("mallory", WRONG + attack)
    assert_nothing_gained(classroom, "mallory", outcome)
    assert scores(classroom.solve("honest"))["test_double"] == 2.0


def _processes(what: str) -> set[str]:
    found = set()
    for path in Path("/proc").glob(f"[0-9]*/{what}"):
        with contextlib.suppress(OSError):
            found.add(path.read_bytes().replace(b"\0", b" ").decode(errors="replace").strip())
    return found
