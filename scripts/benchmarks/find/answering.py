"""A process that answers a portal's search over an index that lies ready, and asks no Hub.

``python -m benchmarks.find.answering INDEX PORT``: the same engine, the same way from its finds to
the answer, and the same threads beside the loop as in the portal.
"""

from __future__ import annotations

import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tornado.web import Application, RequestHandler

from officina_widgets.catalogue.query_string import ask_of
from officina_widgets.catalogue.search import SearchBackend, engine
from officina_widgets.catalogue.search.answering import answer

PATH = "/services/officina/api/catalogue/search"


class Search(RequestHandler):
    """``GET …/catalogue/search``."""

    def initialize(self, index: SearchBackend, threads: ThreadPoolExecutor) -> None:
        self.index, self.threads = index, threads

    async def get(self) -> None:
        """What is found."""
        names = self.request.query_arguments
        ask = ask_of((name, each) for name in names for each in self.get_query_arguments(name))
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(self.threads, answer, self.index, ask)
        self.set_header("Content-Type", "application/json")
        self.finish(found.model_dump_json())


async def main(folder: Path, port: int) -> None:
    """Serve until ended."""
    kept = {"index": engine(folder, kind="tantivy"), "threads": ThreadPoolExecutor(2)}
    Application([(PATH, Search, kept)]).listen(port, "127.0.0.1")
    print("ready", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))
