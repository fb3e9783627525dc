"""``GET <base>/officina/datasets/<record>``: the last step of *Use it in a notebook*."""

from __future__ import annotations

import asyncio

from jupyter_server.utils import url_escape, url_path_join
from tornado.web import authenticated

from officina_widgets.server.open_handler import SteppingHandler


class DatasetHandler(SteppingHandler):
    """Stages a notebook that loads a dataset, then goes to JupyterLab."""

    @authenticated
    async def get(self, record_id: str) -> None:
        """Make it in a thread; nothing of it is run."""
        from officina_widgets.server.dataset_opening import open_dataset
        from officina_widgets.server.opening import NotOpened

        root = self.settings["server_root_dir"]
        outcome = await asyncio.to_thread(open_dataset, root, record_id)
        if isinstance(outcome, NotOpened):
            self.set_status(outcome.status)
            self.show("dataset_not_opened.html", outcome=outcome, retry_url=self.request.path)
            return
        self.redirect(url_path_join(self.base_url, "lab", "tree", url_escape(outcome.path)))
