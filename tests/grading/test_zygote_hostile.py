"""Learners' code in a fork that wants its neighbours, its zygote, or more than its share."""

from __future__ import annotations

import contextlib
import ctypes.util
import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from forked import SMALL, Fork, forked

from officina_courses.grading.conversation import ConversationEndedError
from officina_courses.grading.zygote.host import Zygote

pytestmark = pytest.mark.sandbox

HAS_LIBSECCOMP = ctypes.util.find_library("seccomp") is not None
DEFAULT_BUFFERS = [
    int(Path(f"/proc/sys/net/core/{which}mem_default").read_text()) for which in "rw"
]
FILL = """
import os
written = 0
for place in ('.', '/tmp', '/dev/shm', '/dev', '/', '/officina', '/officina/files'):
    try:
        with open(f'{place}/fill', 'wb') as file:
            while True:
                written += file.write(bytes(2**18))
                file.flush()
    except OSError:
        pass
print(written >> 20)
"""
EMPTY_FILES = """
count = 0
try:
    for count in range(10**6):
        open(f'/tmp/{count}', 'x').close()
except OSError:
    print(count)
"""
MEMORY_OF_MANY = """
import os, time
for _ in range(8):
    if os.fork() == 0:
        held = bytearray(b'x') * (60 << 20)
        time.sleep(60)
time.sleep(60)
"""
MAPPED_BY_NOBODY = """
import ctypes, mmap, os
libc = ctypes.CDLL(None)
def hold(file):
    mapped = mmap.mmap(file, 10 << 20)
    mapped.write(bytes(10 << 20))
    place = ctypes.addressof(ctypes.c_char.from_buffer(mapped))
    libc.munmap(ctypes.c_void_p(place + 4096), (10 << 20) - 4096)
    print('held')
for file in (lambda: -1, lambda: os.open('/dev/zero', os.O_RDWR), lambda: os.memfd_create('x')):
    try:
        hold(file())
    except OSError as error:
        print(error.errno)
print(open('/dev/zero', 'rb').read(2))
"""
WITHOUT_FIRST_THREAD = """
import ctypes, os, threading, time
leave = {'x86_64': 60}.get(os.uname().machine, 93)
def hold():
    while open(f'/proc/{os.getpid()}/stat').read().split()[2] != 'Z':
        time.sleep(0.01)
    held = bytearray(b'x') * (60 << 20)
    time.sleep(60)
for _ in range(8):
    if os.fork() == 0:
        threading.Thread(target=hold).start()
        ctypes.CDLL(None).syscall(leave, 0)
time.sleep(60)
"""
SOCKETS = """
import os, socket, time
for _ in range(3):
    if os.fork() == 0:
        held = [socket.socketpair() for _ in range(150)]
        time.sleep(60)
time.sleep(60)
"""
LARGE_BUFFERS = """
import socket
def most(one, other):
    for buffer in (socket.SO_SNDBUF, socket.SO_RCVBUF):
        one.setsockopt(socket.SOL_SOCKET, buffer, 1 << 24)
        other.setsockopt(socket.SOL_SOCKET, buffer, 1 << 24)
    one.setblocking(False)
    sent = 0
    try:
        while True:
            sent += one.send(bytes(1000))
    except OSError:
        return sent >> 10
with socket.create_server(('127.0.0.1', 0)) as server:
    caller = socket.create_connection(server.getsockname())
    print(most(caller, server.accept()[0]))
print(most(*socket.socketpair()))
"""
OTHER_FAMILIES = """
import socket
for family in (socket.AF_ALG, socket.AF_VSOCK, 44):
    try:
        socket.socket(family, socket.SOCK_SEQPACKET if family == socket.AF_ALG else 1)
    except OSError as error:
        print(error.errno)
"""
IN_MEMORY = """
import os
with open(os.__file__, 'rb') as file:
    print(os.preadv(file.fileno(), [bytearray(4)], 0))
    try:
        os.preadv(file.fileno(), [bytearray(4)], 0, os.RWF_NOWAIT)
    except OSError as error:
        print(error.errno)
"""
TERMINALS = """
import os
count = 0
try:
    while True:
        os.openpty()
        count += 1
except OSError:
    print(count)
"""
LOWER_PROCESS_1 = """
import ctypes, os, resource
libc = ctypes.CDLL(None, use_errno=True)
SETPRIORITY, IOPRIO_SET = {'x86_64': (141, 251)}.get(os.uname().machine, (140, 30))
nothing, disguised, me = ctypes.byref(ctypes.c_int(0)), ctypes.c_long(2**32 + 1), os.getuid()
print(libc.setpriority(os.PRIO_PROCESS, 1, 19))
print(libc.syscall(SETPRIORITY, os.PRIO_PROCESS, disguised, ctypes.c_long(19)))
print(libc.setpriority(os.PRIO_USER, me, 19), libc.setpriority(os.PRIO_USER, 0, 19))
print(libc.syscall(IOPRIO_SET, 1, 1, 3 << 13), libc.syscall(IOPRIO_SET, 3, me, 3 << 13))
print(libc.sched_setscheduler(1, os.SCHED_IDLE, nothing), libc.sched_setparam(1, nothing))
print(libc.sched_setaffinity(1, 8, ctypes.byref(ctypes.c_ulong(1))))
for bound in (resource.RLIMIT_NOFILE, resource.RLIMIT_CPU):
    try:
        print(resource.prlimit(1, bound, (3, 3)))
    except OSError:
        print(-1)
"""
LOWER_ITSELF = """
import os, resource, threading
os.nice(1)
os.setpriority(os.PRIO_PROCESS, os.getpid(), os.getpriority(os.PRIO_PROCESS, 0))
os.sched_setaffinity(os.getpid(), os.sched_getaffinity(0))
os.sched_setscheduler(threading.get_native_id(), os.SCHED_BATCH, os.sched_param(0))
resource.prlimit(0, resource.RLIMIT_NOFILE, (100, 100))
print('done')
"""
UNMOUNT = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
for place in (b'/officina/stage', b'/proc', b'/officina/files', b'/tmp'):
    print(libc.umount2(place, 2), libc.umount2(place, 0))
print(libc.unshare(0x10000000 | 0x20000), libc.mount(b'none', b'/tmp', b'tmpfs', 0, b''))
pid = os.fork()
if pid == 0:
    os._exit(0 if libc.unshare(0x10000000) else 7)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
"""
STOP_ALL = "import os, signal\nos.kill(0, signal.SIGSTOP)\nos.kill(-1, signal.SIGSTOP)"


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    """The zygote that all these attacks come from; it is the same one to the end."""
    attacked = Zygote()
    with forked(attacked) as fork:
        process = fork.started.zygote
    yield attacked
    with forked(attacked) as fork:
        assert fork.started.zygote is process
        assert fork.tell("print('alive')") == "alive"
    attacked.close()


@pytest.fixture
def fork(zygote: Zygote) -> Iterator[Fork]:
    with forked(zygote) as fork:
        yield fork


def test_neighbours_share_no_process_file_port_or_name(zygote: Zygote, tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    (tmp_path / "secret.txt").write_text("of the neighbour")
    serve = """
import os, socket
for place in ('/tmp/mine', '/dev/shm/mine', os.path.expanduser('~/mine')):
    open(place, 'w').close()
port = socket.create_server(('127.0.0.1', 4711))
name = socket.socket(socket.AF_UNIX)
name.bind('\\0mine')
name.listen()
master, slave = os.openpty()
print(open('/officina/files/secret.txt').read())
"""
    look = """
import os, socket
print(sorted(name for name in os.listdir('/proc') if name.isdigit()))
print(os.listdir('/tmp'), os.listdir('/dev/shm'), os.listdir('/dev/pts'))
print(sorted(os.listdir('/officina')))
for kind, address in ((socket.AF_INET, ('127.0.0.1', 4711)), (socket.AF_UNIX, '\\0mine')):
    try:
        socket.socket(kind).connect(address)
        print('REACHED')
    except ConnectionRefusedError:
        print('refused')
for place in ('/officina/files', '/officina/stage'):
    try:
        print(os.listdir(place))
    except PermissionError:
        print('closed')
"""
    with forked(zygote, tmp_path) as one, forked(zygote) as two:
        assert one.tell(serve) == "of the neighbour"
        assert two.tell(look).splitlines() == [
            "['1', '2']",
            *["[] [] ['ptmx']", "['files', 'stage']"],
            *["refused", "refused", "[]", "closed"],
        ]


def test_what_is_open_in_a_fork_leads_nowhere(fork: Fork) -> None:
    links = fork.tell(
        "import os\nfor n in os.listdir('/proc/self/fd'):\n"
        "    try: print(os.readlink(f'/proc/self/fd/{n}'))\n    except OSError: pass"
    ).splitlines()
    assert not [link for link in links if "socket" in link or "seccomp" in link]
    assert sum("pipe:" in link for link in links) == 2
    others = {link for link in links if "pipe:" not in link}
    assert all(link == "/dev/null" or link.startswith("/home/learner/#") for link in others)


def test_a_fork_has_no_special_right_and_gets_none(fork: Fork) -> None:
    status = fork.tell("print(open('/proc/self/status').read())")
    rights = dict(line.split(":\t") for line in status.splitlines() if ":\t" in line)
    assert {int(rights[name], 16) for name in ("CapInh", "CapPrm", "CapEff", "CapAmb")} == {0}
    assert rights["NoNewPrivs"].strip() == "1"
    assert rights["Seccomp"].strip() == ("2" if HAS_LIBSECCOMP else "0")


def test_nothing_is_uncovered_by_unmounting_or_by_a_namespace_of_ones_own(fork: Fork) -> None:
    told = fork.tell(UNMOUNT).splitlines()
    assert told == ["-1 -1"] * 5 + ["0"]


def test_process_1_hears_no_signal_and_shows_no_memory(fork: Fork) -> None:
    attack = "import os\nos.kill(1, 9); os.kill(1, 19)\ntry: open('/proc/1/mem', 'rb')\n"
    assert "PermissionError" in fork.tell(attack + "except OSError as e: print(type(e).__name__)")
    assert fork.tell("print(open('/proc/1/stat').read().split()[2])") == "S"


@pytest.mark.skipif(not HAS_LIBSECCOMP, reason="whom a call is for is looked at by a filter")
def test_nobody_takes_process_1_its_share_of_the_processors(fork: Fork) -> None:
    first = fork.started.pid

    def share() -> list[object]:
        level, policy = os.getpriority(os.PRIO_PROCESS, first), os.sched_getscheduler(first)
        bounds = Path(f"/proc/{first}/limits").read_text()
        return [level, policy, os.sched_getaffinity(first), bounds]

    before = share()
    assert set(fork.tell(LOWER_PROCESS_1).split()) == {"-1"}
    assert share() == before


def test_code_may_lower_itself(fork: Fork) -> None:
    assert fork.tell(LOWER_ITSELF) == "done"


def test_every_writable_place_together_has_one_bound(zygote: Zygote, fork: Fork) -> None:
    assert 0 < int(fork.tell(FILL)) <= SMALL.scratch_mib
    with forked(zygote) as other:
        assert int(other.tell(FILL)) > 0
        assert fork.tell("print(open('/tmp/x', 'w').write('x'))").startswith(("OSError", "1"))


def test_empty_files_have_a_bound(fork: Fork) -> None:
    assert 0 < int(fork.tell(EMPTY_FILES)) <= 4096


@pytest.mark.parametrize(
    "attack",
    [MEMORY_OF_MANY, WITHOUT_FIRST_THREAD, SOCKETS],
    ids=["of many", "first thread ended", "in sockets"],
)
def test_the_memory_of_all_processes_together_has_a_bound(zygote: Zygote, attack: str) -> None:
    limits = SMALL.model_copy(update={"memory_mib": 300})
    with forked(zygote, limits=limits) as fork:
        with pytest.raises(ConversationEndedError) as ended:
            fork.run(attack)
        assert ended.value.end == "crashed"


@pytest.mark.skipif(not HAS_LIBSECCOMP, reason="memory without a file is refused by a filter")
def test_memory_that_no_process_maps_is_refused(fork: Fork) -> None:
    refused = [errno.EPERM, errno.ENODEV, errno.ENOSYS]
    assert fork.tell(MAPPED_BY_NOBODY).splitlines() == [*map(str, refused), r"b'\x00\x00'"]


@pytest.mark.skipif(not HAS_LIBSECCOMP, reason="the size that is asked for is refused by a filter")
def test_a_socket_holds_no_more_than_it_is_counted_for(fork: Fork) -> None:
    counted = sum(DEFAULT_BUFFERS) >> 10
    assert all(0 < int(kib) <= counted for kib in fork.tell(LARGE_BUFFERS).split())


@pytest.mark.skipif(not HAS_LIBSECCOMP, reason="families are refused by a filter")
def test_no_socket_leads_past_the_network_of_the_fork(fork: Fork) -> None:
    assert set(fork.tell(OTHER_FAMILIES).split()) == {str(errno.EAFNOSUPPORT)}


def test_which_pages_of_a_file_lie_in_memory_is_not_told(fork: Fork) -> None:
    assert fork.tell(IN_MEMORY).split() == ["4", str(errno.EOPNOTSUPP)]


def test_terminals_of_which_the_machine_has_few_have_a_bound(fork: Fork) -> None:
    assert 0 < int(fork.tell(TERMINALS)) <= SMALL.processes


def test_a_fork_bomb_takes_no_process_from_its_neighbour(zygote: Zygote, fork: Fork) -> None:
    bomb = """
import os, time
count = 0
try:
    while True:
        if os.fork() == 0:
            time.sleep(60)
        count += 1
except OSError:
    print(count)
"""
    assert int(fork.tell(bomb)) < SMALL.processes
    with forked(zygote) as other:
        assert int(other.tell(bomb)) > SMALL.processes - 4


@pytest.mark.parametrize(
    "attack",
    [
        STOP_ALL,
        "import os\nos.closerange(0, 9999)",
        "import os\nos.kill(os.getpid(), 9)",
        "import os\nos.abort()",
        "import ctypes\nctypes.string_at(0)",
        "import signal, time\nsignal.pthread_sigmask(0, range(1, 64))\nwhile True: pass",
    ],
    ids=["stopped", "closed", "killed", "aborted", "segfault", "endless"],
)
def test_a_fork_that_answers_no_more_is_ended_and_holds_up_nobody(
    zygote: Zygote, attack: str
) -> None:
    with forked(zygote) as fork:
        with pytest.raises(ConversationEndedError):
            fork.run(attack, seconds=0.5)
        with forked(zygote) as other:
            assert other.tell("print(1)") == "1"
        first = Path(f"/proc/{fork.started.pid}")
    with contextlib.suppress(FileNotFoundError):  # the zygote has waited for it meanwhile
        assert "Z" in (first / "stat").read_text()


def test_numpys_dice_differ_between_forks() -> None:
    with_numpy = Zygote(preload=("numpy", "numpy.random"))
    throw = "import numpy\nprint(numpy.random.random(4))"
    with forked(with_numpy) as one, forked(with_numpy) as two:
        assert one.tell(throw) != two.tell(throw)
    with_numpy.close()
