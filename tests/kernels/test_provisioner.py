"""Kernels that are forks of a warm process, as clients of ``jupyter_client`` meet them."""

from __future__ import annotations

import asyncio
import os
import signal
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import KernelProvisionerFactory
from traitlets.config import Config

from officina_courses.grading import ending
from officina_courses.grading.errors import SandboxFailed
from officina_courses.kernels.manager import WarmKernelManager
from officina_courses.kernels.provisioner import ZygoteProvisioner
from officina_courses.kernels.sockets_folder import SHORT
from officina_courses.kernels.zygotes import ZYGOTES

pytestmark = pytest.mark.sandbox

SECONDS = 60
LOOKS_AROUND = """\
import os, pathlib, socket
assert os.getuid() != 0
assert "SECRET" not in os.environ
assert not pathlib.Path("/etc/shadow").exists()
assert [one.name for one in pathlib.Path().iterdir()] == ["data.csv"], os.listdir()
assert sorted(name for _, name in socket.if_nameindex()) == ["lo"]
"""


@pytest.fixture(scope="module", autouse=True)
def _one_zygote() -> Iterator[None]:
    """Shared by all, and gone with the last test."""
    yield
    ZYGOTES.close()


class Asked:
    """What a cell answered: the reply's status, its error, and the outputs' texts and kinds."""

    def __init__(self, reply: dict[str, Any], messages: list[dict[str, Any]]) -> None:
        self.status = reply["content"]["status"]
        self.error = reply["content"].get("ename", "")
        self.text = "".join(one["content"].get("text", "") for one in messages)
        self.kinds = [one["msg_type"] for one in messages]
        self.data: dict[str, Any] = {}
        for one in messages:
            self.data |= one["content"].get("data", {})


class Talk:
    """A started kernel and a client of it."""

    def __init__(self, manager: AsyncKernelManager, client: Any) -> None:
        self.manager, self.client = manager, client
        self.has_printed = asyncio.Event()

    async def ask(self, code: str) -> Asked:
        messages: list[dict[str, Any]] = []

        def hear(message: dict[str, Any]) -> None:
            messages.append(message)
            if message["msg_type"] == "stream":
                self.has_printed.set()

        reply = await self.client.execute_interactive(
            code, allow_stdin=False, output_hook=hear, timeout=SECONDS
        )
        return Asked(reply, messages)


@asynccontextmanager
async def started(**traits: object) -> AsyncIterator[Talk]:
    manager = WarmKernelManager(config=Config({"ZygoteProvisioner": traits}))
    await manager.start_kernel()
    client = manager.client()
    client.start_channels()
    try:
        await client.wait_for_ready(timeout=SECONDS)
        yield Talk(manager, client)
    finally:
        client.stop_channels()
        await manager.shutdown_kernel(now=True)


def test_jupyter_finds_the_provisioner_by_its_name() -> None:
    spec = KernelSpec(metadata={"kernel_provisioner": {"provisioner_name": "officina-zygote"}})
    made = KernelProvisionerFactory.instance().create_provisioner_instance("1", spec, None)
    assert isinstance(made, ZygoteProvisioner)


async def test_a_kernel_runs_cells_and_says_who_it_is() -> None:
    async with started() as talk:
        assert (await talk.ask("x = 6")).status == "ok"
        assert (await talk.ask("x * 7")).data["text/plain"] == "42"
        talk.client.kernel_info()
        info = await talk.client.get_shell_msg(timeout=SECONDS)
        assert info["content"]["implementation"] == "ipython"
        failed = await talk.ask("1 / 0")
        assert (failed.status, failed.error) == ("error", "ZeroDivisionError")


@pytest.fixture
def shown(tmp_path: Path) -> Path:
    """A folder with one file, that the fork's account may read."""
    (tmp_path / "data.csv").write_text("1")
    tmp_path.chmod(0o755)
    return tmp_path


async def test_a_kernel_sees_the_files_it_is_given_and_nothing_else(
    shown: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET", "token")
    async with started(files=str(shown)) as talk:
        looked = await talk.ask(LOOKS_AROUND)
        assert looked.status == "ok", looked.error
        assert (await talk.ask("open('data.csv', 'w').write('changed')")).status == "ok"
    assert (shown / "data.csv").read_text() == "1"


async def test_what_a_child_process_prints_is_shown_and_two_kernels_are_apart() -> None:
    async with started() as one, started() as two:
        assert "from a child" in (await one.ask("!echo from a child")).text
        await one.ask("open('/tmp/left', 'w').close()")
        assert (await two.ask("import os; print(os.listdir('/tmp'))")).text.count("left") == 0


async def test_a_plot_is_shown_as_a_picture() -> None:
    async with started(preload=["matplotlib.pyplot"]) as talk:
        plotted = await talk.ask("import matplotlib.pyplot as plt\nplt.plot([1, 2]);")
        assert "image/png" in plotted.data


async def test_a_widgets_comm_reaches_the_client() -> None:
    async with started() as talk:
        asked = await talk.ask("import comm\ncomm.create_comm('a-widget', data={'x': 1})")
        assert "comm_open" in asked.kinds


async def test_nobody_is_asked_for_input() -> None:
    async with started() as talk:
        assert (await talk.ask("input('your name')")).error == "StdinNotImplementedError"


@pytest.mark.parametrize("endless", ["while True: pass", "import time; time.sleep(600)"])
async def test_an_interrupted_cell_ends_and_the_kernel_lives(endless: str) -> None:
    async with started() as talk:
        running = asyncio.ensure_future(talk.ask("print('running', flush=True)\n" + endless))
        await asyncio.wait_for(talk.has_printed.wait(), SECONDS)
        await talk.manager.interrupt_kernel()
        assert (await running).error == "KeyboardInterrupt"
        assert (await talk.ask("print(1)")).text == "1\n"


async def test_a_restarted_kernel_is_fresh_and_has_the_same_client() -> None:
    async with started() as talk:
        await talk.ask("x = 5")
        await talk.manager.restart_kernel(now=True)
        await talk.client.wait_for_ready(timeout=SECONDS)
        assert (await talk.ask("x")).error == "NameError"


async def test_a_kernel_that_ends_itself_is_seen_dead() -> None:
    async with started() as talk:
        assert await talk.manager.is_alive()
        talk.client.execute("import os; os._exit(1)")
        end = time.monotonic() + SECONDS
        while await talk.manager.is_alive():
            assert time.monotonic() < end
            await asyncio.sleep(0.01)


async def test_a_kernel_that_takes_too_much_memory_ends_alone() -> None:
    async with started(memory_mib=1024) as talk:
        refused = await talk.ask("x = bytearray(2 << 30)")
        assert refused.error == "MemoryError"
        assert (await talk.ask("print(1)")).text == "1\n"


async def test_nothing_is_left_of_a_kernel() -> None:
    async with started() as talk:
        provisioner = talk.manager.provisioner
        assert isinstance(provisioner, ZygoteProvisioner)
        assert provisioner._started is not None
        watched = os.pidfd_open(provisioner._started.pid)
        sockets = Path(talk.manager.ip).parent
        assert len(list(sockets.iterdir())) == 6  # five, and what the client knows of them
    assert ending.is_over(watched, 0)
    os.close(watched)
    assert not sockets.exists()


async def test_a_long_name_of_the_folder_for_temporary_files_keeps_no_kernel_from_starting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = Path(tempfile.mkdtemp(prefix=SHORT, dir="/tmp"))  # of a process that was killed
    far = tmp_path / ("as-long-as-a-batch-job-has-it-" * 3)
    far.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(far))
    async with started() as talk:
        sockets = Path(talk.manager.ip).parent
        assert sockets.parent == Path("/tmp")
        assert sockets.stat().st_mode & 0o077 == 0
        assert (await talk.ask("6 * 7")).data["text/plain"] == "42"
    assert not sockets.exists()
    assert not left.exists()  # noqa: ASYNC240 - one look


async def test_a_gentle_shutdown_ends_it_too() -> None:
    async with started() as talk:
        await talk.manager.shutdown_kernel()
        assert not await talk.manager.is_alive()


async def test_only_interrupts_and_ends_pass_as_signals() -> None:
    async with started() as talk:
        await talk.manager.signal_kernel(signal.SIGUSR1)
        assert await talk.manager.is_alive()
        await talk.manager.signal_kernel(signal.SIGTERM)
        assert not await talk.manager.is_alive()


async def test_a_machine_without_a_warm_process_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("officina_courses.grading.zygote.process.MODULE", "there.is.no.such.module")
    manager = WarmKernelManager(config=Config({"ZygoteProvisioner": {"preload": ["this"]}}))
    with pytest.raises(SandboxFailed, match="did not serve"):
        await manager.start_kernel()
    assert not Path(manager.ip).parent.exists()
