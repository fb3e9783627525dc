"""What a kernel shows is kept up to a bound, and how its cells end is heard beyond it."""

from types import SimpleNamespace
from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from officina_courses.running.bounded import BoundedClient


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> BoundedClient:
    """One that has room for two short lines."""
    monkeypatch.setattr(BoundedClient, "_room", 100)
    notebook = new_notebook(cells=[new_code_cell("1")])
    client = BoundedClient(SimpleNamespace(nb=notebook, autosave_cell=lambda: None))
    client.clear_before_next_output = False
    return client


def message(kind: str, **content: Any) -> dict[str, Any]:
    made = {"msg_type": kind, "header": {"msg_type": kind}, "parent_header": {}, "metadata": {}}
    return {**made, "content": content, "buffers": []}


def shown(client: BoundedClient, *messages: dict[str, Any]) -> list[str]:
    cell = client.nb.cells[0]
    for one in messages:
        client.process_message(one, cell, 0)
    return [output.get("text") or output["ename"] for output in cell.outputs]


def test_outputs_beyond_the_bound_are_let_go(client: BoundedClient) -> None:
    line = message("stream", name="stdout", text="12345")
    assert shown(client, *[line] * 50) == ["12345"] * 2


def test_buffers_count_too(client: BoundedClient) -> None:
    line = message("stream", name="stdout", text="12345")
    assert shown(client, {**line, "buffers": [b"x" * 100]}, line) == []


def test_one_error_is_heard_beyond_the_bound(client: BoundedClient) -> None:
    flood = message("stream", name="stdout", text="1" * 1000)
    error = message("error", ename="ValueError", evalue="", traceback=[])
    assert shown(client, flood, error, error) == ["ValueError"]
