"""What is told to be free: counted from records as Slurm writes them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from officina_hub.session_api.stock import gpu_stock
from officina_spawners.profiles import Profile
from officina_spawners.slurm import scontrol

NOW = datetime(2026, 11, 22, tzinfo=UTC)
PART = Profile.model_validate(
    {"name": "part", "title": "Part of a GPU", "place": "slurm", "gpus": 0, "shards": 1}
)
RECORD = (
    "NodeName=g1 Arch=x86_64 CPUAlloc=4 CPUTot=16 Gres=gpu:a100:4,shard:a100:8 GresUsed={used} "
    "NodeAddr=g1 RealMemory=1000 AllocMem=0 State=MIXED Partitions=gpu\n"
)


@pytest.mark.parametrize(
    ("used", "free"),
    [
        ("gpu:a100:0(IDX:N/A),shard:a100:0(IDX:N/A)", 8),
        ("gpu:a100:4(IDX:0-3),shard:a100:0(IDX:N/A)", 0),
        ("gpu:a100:4(IDX:0-3),shard:a100:0(0/2,0/2,0/2,0/2)", 0),
        ("gpu:a100:2(IDX:0-1),shard:a100:1(0/2,0/2,1/2,0/2)", 3),
    ],
)
def test_parts_of_a_gpu_that_somebody_has_whole_are_not_free(used, free):
    nodes = scontrol.read_nodes(RECORD.format(used=used))
    stock = gpu_stock(PART, "gpu", nodes, (), NOW)
    assert stock is not None
    assert (stock.free, stock.total, stock.most_on_one_node) == (free, 8, free)
