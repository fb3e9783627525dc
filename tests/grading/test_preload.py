"""What is imported beforehand must leave one thread: a fork has no other, and would wait for it."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

SERVER = """\
import runpy, sys
sys.path.insert(0, {place!r})
runpy.run_module("officina_courses.grading.zygote.server", run_name="__main__", alter_sys=True)
"""
THREADED = """\
import threading
threading.Thread(target=threading.Event().wait, daemon=True).start()
"""

DRAWN = """\
from officina_courses.grading.runner.outputs import Outputs
from officina_courses.grading.runner.shell import make_shell
from officina_courses.grading.zygote.preload import warm_up
warm_up(["matplotlib.pyplot"])
shell = make_shell(Outputs(1 << 24))
for cell in (
    "from matplotlib import artist, pyplot",
    "class Told(artist.Artist):\\n    times = 0\\n    def draw(self, _): Told.times += 1",
    "pyplot.subplots()[1].add_artist(Told())",
    "pyplot.get_fignums(), Told.times",
):
    shell.run_cell(cell)
shown = [output["data"] for output in shell.outputs.take()]
assert "image/png" in shown[-2]
assert shown[-1]["text/plain"] == "([], 2)"
"""


def test_a_figure_is_drawn_for_the_page_alone(tmp_path: Path) -> None:
    """Twice: to find its size, and to show it."""
    backend = "module://matplotlib_inline.backend_inline"
    env = {"HOME": str(tmp_path), "MPLBACKEND": backend, "OMP_NUM_THREADS": "1"}
    subprocess.run([sys.executable, "-c", DRAWN], env=env, check=True, timeout=60)


def test_a_module_that_leaves_a_thread_is_left_to_the_notebooks(tmp_path: Path) -> None:
    (tmp_path / "threaded.py").write_text(THREADED)
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    command = [sys.executable, "-c", SERVER.format(place=str(tmp_path))]
    with (
        ours,
        subprocess.Popen(
            [*command, "colorsys,threaded,this_is_nowhere", str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            stdout=subprocess.DEVNULL,
        ) as zygote,
    ):
        theirs.close()
        ours.settimeout(60)
        assert ours.recv(100) == b'{"ready":true}'
        given = Path(f"/proc/{zygote.pid}/cmdline").read_bytes().split(b"\0")
        assert given[-3] == b"colorsys,this_is_nowhere"
        threads = list(Path(f"/proc/{zygote.pid}/task").iterdir())
        assert len(threads) == 1
        ours.shutdown(socket.SHUT_RDWR)
        zygote.wait(timeout=10)
