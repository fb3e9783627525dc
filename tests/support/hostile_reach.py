"""Submissions that want the machine, other people's work, or more than their share.

What they reach they tell by a word that does not stand in their own text.
"""

# ruff: noqa: E501 - an attack is easier to read in whole lines of its own

from __future__ import annotations

from hostile_variant import Variant, family

REACHED = "REACHED"
TELL = "import os, socket\ndef tell(*what): print('REACH' + 'ED', *what)\n"
FORKS = {
    "loop": "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass",
    "detached": "import os\nfor _ in range(50):\n    try:\n        if os.fork() == 0:\n"
    "            os.setsid()\n            open('/proc/self/comm', 'w').write('@MARK@')\n"
    "            while True: pass\n    except OSError: break",
    "shell": "import subprocess\nsubprocess.Popen(['sh', '-c', 'b(){ b|b& }; b'],"
    " stderr=subprocess.DEVNULL)",
    "threads": "import threading, time\ntry:\n    while True:\n"
    "        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n"
    "except RuntimeError: pass",
    "sleepers": "import subprocess\nfor _ in range(40):\n"
    "    subprocess.Popen(['sh', '-c', 'trap \"\" 1 2 15; exec -a @MARK@ sleep 4321'],"
    " start_new_session=True)",
    "double-fork": "import os, time\nif os.fork() == 0:\n    if os.fork() == 0:\n        os.setsid()\n"
    "        open('/proc/self/comm', 'w').write('@MARK@')\n        time.sleep(4321)\n    os._exit(0)",
}
MEMORY = {
    "ten-gib": "try: bytearray(10 << 30)\nexcept MemoryError: pass",
    "list": "held = []\nwhile True: held.append('x' * (16 << 20))",
    "maps": "import mmap\nheld = []\nwhile True: held.append(mmap.mmap(-1, 64 << 20))",
    "children": "import os, time\nfor _ in range(8):\n    if os.fork() == 0:\n"
    "        held = bytearray(b'x') * (120 << 20); time.sleep(3); os._exit(0)",
    "shm": "try:\n    from multiprocessing import shared_memory as s\n"
    "    held = [s.SharedMemory('@MARK@' + str(n), create=True, size=32 << 20) for n in range(64)]\n"
    "    for one in held: one.buf[:] = bytes(one.size)\nexcept (OSError, MemoryError): pass",
    "system-v": "import ctypes\nlibc = ctypes.CDLL(None)\nfor n in range(200):\n"
    "    if libc.shmget(@KEY@ + n, 1 << 20, 0o1666) >= 0: print('REACH' + 'ED', 'a segment')\n"
    "    if libc.semget(@KEY@ + n, 9, 0o1666) >= 0: print('REACH' + 'ED', 'semaphores')\n"
    "    if libc.msgget(@KEY@ + n, 0o1666) >= 0: print('REACH' + 'ED', 'a queue')",
    "file-locks": "import fcntl, time\nheld = [open(f'/tmp/{n}', 'w') for n in range(100)]\n"
    "for one in held:\n    for place in range(0, 200, 2): fcntl.lockf(one, fcntl.LOCK_EX, 1, place)\n"
    "time.sleep(1)\nwith open('/proc/locks') as locks:\n"
    "    if sum(' POSIX ' in line for line in locks) > 5000: print('REACH' + 'ED', 'many locks')",
}
FLOODS = {
    "print": "while True: print('x' * 1_000_000)",
    "error": "import sys\nfor _ in range(200): sys.stderr.write('y' * 1_000_000)",
    "descriptor": "import os\nfor _ in range(300): os.write(1, b'z' * 1_000_000)",
    "displays": "for n in range(100_000): display({'text/plain': str(n)}, raw=True)",
    "huge-display": "display({'text/html': '<b>' * 9_000_000}, raw=True)",
    "lines": "print('\\n' * 5_000_000)",
    "colours": "print('\\x1b[31m' * 500_000)",
    "message": "raise ValueError('m' * 50_000_000)",
    "chain": "def fail(n):\n    try: fail(n - 1) if n else 1 / 0\n"
    "    except Exception as e: raise ValueError('x' * 999) from e\nfail(400)",
    "repr": "class R:\n    def __repr__(self): return 'r' * 100_000_000\nR()",
    "child": "import subprocess\nsubprocess.Popen('yes | head -c 300000000', shell=True)",
}
FILES = {
    "fill": "for place in ('.', '/tmp', '/dev/shm', '/var/tmp', '/home', '/'):\n    try:\n"
    "        with open(place + '/@MARK@', 'wb') as file:\n"
    "            while True: file.write(bytes(1 << 20))\n    except OSError: pass",
    "many": "try:\n    for n in range(10**6): open(f'/tmp/@MARK@{n}', 'x').close()\n"
    "except OSError: pass",
    "sparse": "try: open('sparse', 'wb').truncate(1 << 45)\nexcept OSError: pass",
    "deep": "import os\ntry:\n    for _ in range(3000): os.mkdir('d'); os.chdir('d')\n"
    "except OSError: pass",
    "links": "import os\nos.symlink('/etc/passwd', 'passwd'); os.symlink('loop', 'loop')\n"
    "os.symlink('@HOME@', 'home'); os.symlink('/proc/self/root', 'root')\n"
    "for name in ('passwd', 'home/gradebook.db', 'root/etc/shadow'):\n"
    "    try: open(name).read(); tell(name) if 'passwd' not in name else None\n"
    "    except (OSError, UnicodeDecodeError): pass",
    "fifo": "import os\nos.remove('numbers.txt'); os.mkfifo('numbers.txt')",
    "device": "import os\ntry:\n    os.mknod('disk', 0o60666, os.makedev(254, 0)); tell('device')\n"
    "except OSError: pass",
    "setuid": "import os, shutil\nshutil.copy('/bin/sh', '@MARK@'); os.chmod('@MARK@', 0o6755)",
    "own-data": "open('numbers.txt', 'w').write('no')\n"
    "try:\n    open('/officina/files/numbers.txt', 'a').write('no'); tell('read-only')\n"
    "except OSError: pass",
    "everywhere": "import os, sys\nfor top in ('/etc', '/usr', '/opt', '/root', '/run', '/srv',"
    " sys.prefix, '@HOME@', '/sys/fs/cgroup', '/sys/fs/cgroup/pids', '/dev/mqueue'):\n    try:\n"
    "        open(top + '/@MARK@', 'w').close(); tell(top)\n    except OSError: pass\n"
    "    try:\n        os.mkdir(top + '/@MARK@d'); tell(top)\n    except OSError: pass",
}
NETWORK = {
    "loopback": "try:\n    socket.create_connection(('127.0.0.1', @PORT@), 1); tell('port')\n"
    "except OSError: pass",
    "abstract": "try:\n    s = socket.socket(socket.AF_UNIX); s.connect('\\0@MARK@'); tell('name')\n"
    "except OSError: pass",
    "metadata": "for host in ('169.254.169.254', '10.0.0.1', '192.0.2.1'):\n    try:\n"
    "        socket.create_connection((host, 80), 0.2); tell(host)\n    except OSError: pass",
    "hub": "import urllib.request\nfor port in (8000, 8081, @PORT@):\n    try:\n"
    "        urllib.request.urlopen(f'http://127.0.0.1:{port}/hub/api', timeout=1); tell(port)\n"
    "    except OSError: pass",
    "raw": "for kind in (socket.SOCK_RAW, socket.SOCK_DGRAM):\n    try:\n"
    "        s = socket.socket(socket.AF_PACKET, kind); s.bind(('eth0', 0)); tell('packets')\n"
    "    except OSError: pass",
    "names": "try:\n    socket.getaddrinfo('example.org', 80); tell('name')\nexcept OSError: pass",
    "listening": "s = socket.create_server(('0.0.0.0', 0)); s.listen()\n"
    "u = socket.socket(socket.AF_UNIX); u.bind('\\0@MARK@listening'); u.listen()",
    "configured": "import fcntl, struct\nwith socket.socket() as s:\n    try:\n"
    "        fcntl.ioctl(s, 0x8914, struct.pack('16sh14x', b'lo', 0)); tell('set')\n"
    "    except OSError: pass",
}
OTHERS = {
    "walk": "import sys\nfor top, folders, files in os.walk('/'):\n"
    "    if top.startswith(('/proc', '/usr', '/sys', sys.prefix)): folders[:] = []; continue\n"
    "    for name in files:\n"
    "        if name in ('gradebook.db', 'timestamp.txt', '@MARK@victim'): tell(top)",
    "paths": "import glob\nfor place in ('..', '../..', '../../..', '@HOME@', '@VICTIM@'):\n"
    "    for name in ('submitted', 'source', 'gradebook.db', 'release', 'tasks.ipynb'):\n"
    "        try: os.listdir(f'{place}/{name}'); tell(name)\n"
    "        except NotADirectoryError: tell(name)\n        except OSError: pass",
    "gradebook": "import sqlite3\ntry:\n    db = sqlite3.connect('file:@HOME@/gradebook.db?mode=rw',"
    " uri=True)\n    db.execute('update grade set manual_score = max_score'); tell('written')\n"
    "except sqlite3.Error: pass",
    "staged": "for top in ('/officina', '/officina/stage'):\n    try:\n"
    "        for name in os.listdir(top):\n            if name not in ('files', 'stage'): tell(name)\n"
    "    except OSError: pass",
    "leave-a-word": "for place in ('/tmp', '/dev/shm', '/var/tmp', os.path.expanduser('~')):\n"
    "    try:\n        if os.path.exists(place + '/@MARK@word'): tell(place)\n"
    "        open(place + '/@MARK@word', 'w').close()\n    except OSError: pass",
    "leave-a-word-again": "for place in ('/tmp', '/dev/shm', '/var/tmp', os.path.expanduser('~')):\n"
    "    if os.path.exists(place + '/@MARK@word'): tell(place)",
}
PROC = {
    "environ": "for pid in filter(str.isdigit, os.listdir('/proc')):\n    try:\n"
    "        if 'TOKEN' in open(f'/proc/{pid}/environ').read(): tell(pid)\n"
    "    except OSError: pass",
    "cmdline": "for pid in filter(str.isdigit, os.listdir('/proc')):\n    try:\n"
    "        if 'pytest' in open(f'/proc/{pid}/cmdline').read(): tell(pid)\n    except OSError: pass",
    "memory": "for pid in filter(str.isdigit, os.listdir('/proc')):\n"
    "    if int(pid) == os.getpid(): continue\n    try: open(f'/proc/{pid}/mem', 'rb'); tell(pid)\n"
    "    except OSError: pass",
    "roots": "for pid in filter(str.isdigit, os.listdir('/proc')):\n"
    "    for place in (f'/proc/{pid}/root/etc/shadow', f'/proc/{pid}/root@HOME@/gradebook.db'):\n"
    "        try: open(place, 'rb'); tell(place)\n        except OSError: pass",
    "ptrace": "import ctypes\nlibc = ctypes.CDLL(None)\n"
    "for pid in map(int, filter(str.isdigit, os.listdir('/proc'))):\n"
    "    if pid != os.getpid() and libc.ptrace(16, pid, 0, 0) == 0: tell(pid)",
    # Backwards, so that what it looks for does not stand in its own memory.
    "own-memory": "def double(x):\n    for line in open('/proc/self/maps'):\n"
    "        ends, rights = line.split()[:2]\n"
    "        if not rights.startswith('r') or '[v' in line: continue\n"
    "        a, b = (int(e, 16) for e in ends.split('-'))\n        try:\n"
    "            with open('/proc/self/mem', 'rb') as memory:\n                memory.seek(a)\n"
    "                if b'rewsna-neddih' in memory.read(min(b - a, 1 << 22))[::-1]: print('FO' + 'UND')\n"
    "        except (OSError, ValueError, OverflowError): pass\n    return 'no'",
    "sysrq": "for name in ('/proc/sysrq-trigger', '/proc/sys/kernel/hostname', '/proc/1/oom_score_adj',"
    " '/proc/sys/vm/drop_caches'):\n    try:\n        open(name, 'w').write('0'); tell(name)\n"
    "    except OSError: pass",
}
SIGNALS = {
    "parent": "import os\nif os.getppid() > 1: os.kill(os.getppid(), 9)",
    "all": "import os\nos.kill(-1, 9)",
    "first": "import os\nfor n in (9, 15, 19):\n    try: os.kill(1, n)\n    except OSError: pass",
    "group": "import os, signal\nos.kill(0, signal.SIGSTOP)",
    "guessed": "import os\nfor pid in range(2, 40000):\n    if pid != os.getpid():\n"
    "        try: os.kill(pid, 9)\n        except OSError: pass",
    "nice": "import os\nfor what in (os.PRIO_PGRP, os.PRIO_USER):\n"
    "    try: os.setpriority(what, 0, -20)\n    except OSError: pass",
}
RIGHTS = {
    "become-root": "for call in (os.setuid, os.setgid, os.seteuid):\n"
    "    try: call(0); tell(call) if os.getuid() == 0 else None\n    except OSError: pass",
    "namespace": "import ctypes\nlibc = ctypes.CDLL(None)\n"
    "if libc.unshare(0x10000000 | 0x20000) == 0 and libc.mount(b'@MARK@', b'/tmp', b'tmpfs', 0, None)"
    " == 0: tell('mount')",
    "cloned": "import ctypes\nlibc = ctypes.CDLL(None)\n"
    "if libc.syscall(56, 0x10000000 | 17, 0, 0, 0, 0) == 0: os._exit(7)\n"
    "try: tell('namespace') if os.waitpid(-1, 0)[1] >> 8 == 7 else None\n"
    "except ChildProcessError: pass",
    "chroot": "import ctypes\nlibc = ctypes.CDLL(None)\n"
    "if libc.chroot(b'/') == 0: tell('chroot')\nif libc.reboot(0) == 0: tell('reboot')",
    "keys": "import ctypes\nlibc = ctypes.CDLL(None)\n"
    "if libc.syscall(248, b'user', b'@MARK@', b'x', 1, -4) > 0: tell('key')",
    "limits": "import resource\nfor kind in range(16):\n    try:\n"
    "        resource.setrlimit(kind, (-1, -1))\n"
    "        tell(kind) if kind in (resource.RLIMIT_NPROC, resource.RLIMIT_AS) else None\n"
    "    except (OSError, ValueError): pass",
}
LEFT_OVER = {
    "thread": "import threading, time\ndef go():\n    while True: print('later'); time.sleep(0.01)\n"
    "threading.Thread(target=go).start()",
    "daemon": "import subprocess\nsubprocess.Popen(['setsid', 'sh', '-c', '(sleep 4321; : @MARK@)&'])",
    "pool": "import multiprocessing\npool = multiprocessing.get_context('fork').Pool(4)\n"
    "pool.map_async(abs, range(10**6))",
    "loop": "import asyncio\nasync def on():\n    while True: await asyncio.sleep(0)\n"
    "task = asyncio.get_event_loop_policy().new_event_loop().create_task(on())",
}
TIME = {
    "sleep": "import time\ntime.sleep(4321)",
    "loop": "while True: pass",
    "deaf-loop": "import signal\nsignal.pthread_sigmask(0, range(1, 64))\nwhile True: pass",
    "regex": "import re\nre.match('(a+)+$', 'a' * 64 + 'b')",
    "in-test": "def double(x):\n    while True: pass",
    "swallowed": "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
}

VARIANTS: list[Variant] = [
    *family(
        "forks", "H1", "a process lives on, or a neighbour gets none", FORKS,
        endless=frozenset({"loop"}),
    ),
    *family("memory", "H2", "the machine's memory is taken, or segments stay", MEMORY, unseen=(REACHED,)),
    *family(
        "flood", "H4", "the grader keeps or shows all of it", FLOODS, endless=frozenset({"print"}),
    ),
    *[
        one._replace(code=one.code.replace("def double", TELL + "def double", 1))
        for one in family(
            "files", "H3", "anything outside its folder is there or changed", FILES,
            unseen=(REACHED,), endless=frozenset({"fifo"}),
        )
    ],
    *family(
        "network", "H7", "anything but itself is reached", NETWORK,
        before=TELL + "def double(x): return 'no'\n", unseen=(REACHED,),
    ),
    *family(
        "others", "H9", "others' work, the course or its gradebook is seen", OTHERS,
        before=TELL + "def double(x): return 'no'\n", unseen=(REACHED,),
    ),
    *family(
        "proc", "H8", "a process that is not its own, or a hidden test, is looked into", PROC,
        before=TELL + "def double(x): return 'no'\n", unseen=(REACHED, "FOUND"),
    ),
    *family(
        "signal", "H11", "the grader or a neighbour dies of it", SIGNALS,
        endless=frozenset({"group"}),
    ),
    *family(
        "rights", "H6", "it has a right that a learner's code has not", RIGHTS,
        before=TELL + "def double(x): return 'no'\n", unseen=(REACHED,),
    ),
    *family("left", "H6", "it goes on after the grading", LEFT_OVER),
    *family("time", "H5", "anybody else waits for it", TIME, endless=frozenset(TIME)),
]  # fmt: skip
