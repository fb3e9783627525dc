"""What the driver and the process table say."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from officina_widgets.session.signals import CpuMeter, busiest, gpu_percent, gpus

Driver = Callable[[str], None]
TABLE = """\
0, GPU-aaaa, 3
1, GPU-bbbb, 97
2, GPU-cccc, [N/A]
"""


def test_rows_of_nvidia_smi_are_read_and_missing_figures_left_out():
    assert [(gpu.number, gpu.percent) for gpu in gpus(TABLE)] == [("0", 3), ("1", 97), ("2", None)]
    assert gpus("NVIDIA-SMI has failed because it could not talk to the driver.\n") == []


@pytest.mark.parametrize(
    ("visible", "percent"),
    [(None, 97), ("0", 3), ("0,1", 97), ("GPU-bbbb", 97), ("2", None), ("", None), ("MIG-x", None)],
)
def test_only_the_sessions_own_gpus_count(visible: str | None, percent: float | None):
    assert busiest(gpus(TABLE), visible) == percent


@pytest.fixture
def driver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Driver:
    """Puts a script in place of nvidia-smi, as the only program on PATH."""
    monkeypatch.setenv("PATH", str(tmp_path))

    def put(text: str) -> None:
        program = tmp_path / "nvidia-smi"
        program.write_text(f"#!/bin/sh\n{text}\n")
        program.chmod(0o755)

    return put


async def test_driver_is_asked_by_its_command(driver: Driver):
    driver(f"printf '{TABLE}'")
    assert await gpu_percent({"CUDA_VISIBLE_DEVICES": "1"}) == 97


async def test_machine_without_a_gpu_says_nothing(driver: Driver):
    assert await gpu_percent({}) is None


async def test_driver_that_hangs_is_given_up(driver: Driver, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("officina_widgets.session.signals.PATIENCE_SECONDS", 0.2)
    driver("exec /bin/sleep 60")
    assert await gpu_percent({}) is None


BUSY = "import time\nend = time.process_time() + 0.3\nwhile time.process_time() < end: pass\n"


def test_work_of_a_child_process_is_seen_and_its_rest_too():
    meter = CpuMeter()
    hold = f"{BUSY}print(flush=True)\ninput()"
    command = [sys.executable, "-S", "-c", hold]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        child.stdout.readline()
        working, resting = meter.percent(), meter.percent()
        child.communicate(b"\n")
    assert working > 5
    assert resting < working
