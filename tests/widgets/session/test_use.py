"""What a session uses, as the machine tells it."""

from __future__ import annotations

from pathlib import Path

import pytest

from officina_widgets.session.use import GpuUse, gpus_of, memory_limit_mib

TABLE = """\
0, GPU-a, NVIDIA H100 80GB HBM3, 93, 40960, 81559
1, GPU-b, NVIDIA H100 80GB HBM3 MIG 1g.10gb, [N/A], [N/A], 9856
broken
"""


@pytest.mark.parametrize(("visible", "names"), [(None, 2), ("1", 1), ("GPU-a,GPU-b", 2), ("", 0)])
def test_only_the_sessions_own_gpus_are_told(visible: str | None, names: int):
    assert len(gpus_of(TABLE, visible)) == names


def test_what_the_driver_has_no_figure_for_is_left_out():
    assert gpus_of(TABLE, None) == (
        GpuUse("NVIDIA H100 80GB HBM3", 93, 40960, 81559),
        GpuUse("NVIDIA H100 80GB HBM3 MIG 1g.10gb", None, None, 9856),
    )


def test_the_least_limit_counts(tmp_path: Path):
    own, groups = tmp_path / "cgroup", tmp_path / "groups"
    (groups / "job/step").mkdir(parents=True)
    (groups / "job/step/memory.max").write_text("max\n")
    (groups / "job/memory.max").write_text(f"{64 << 20}\n")
    own.write_text("0::/job/step\n")
    assert memory_limit_mib({"SLURM_MEM_PER_NODE": "128"}, own=own, cgroups=groups) == 64
    assert memory_limit_mib({"SLURM_MEM_PER_NODE": "32"}, own=own, cgroups=groups) == 32
    whole = memory_limit_mib({"SLURM_MEM_PER_NODE": "0"}, own=tmp_path / "none", cgroups=groups)
    assert whole is not None
    assert whole > 128
