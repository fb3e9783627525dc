"""``GET <base>/officina/open/<course>/<exercise>``: the last step of the portal's *Start*."""

from __future__ import annotations

import asyncio
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, Template
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_escape, url_path_join
from tornado.web import authenticated

TEMPLATES = Path(__file__).parent / "templates"


class SteppingHandler(JupyterHandler):
    """The base of steps between the portal and JupyterLab, which may have something to tell."""

    def show(self, name: str, **values: object) -> None:
        """Write a page instead of going on."""
        lab_url = url_path_join(self.base_url, "lab")
        self.set_header("Content-Type", "text/html; charset=UTF-8")
        self.set_header("Cache-Control", "no-store")
        self.finish(_template(name).render(lab_url=lab_url, **values))


class OpenHandler(SteppingHandler):
    """Fetches the material, then goes to JupyterLab, or tells what the learner should know."""

    @authenticated
    async def get(self, course_id: str, exercise_id: str | None = None) -> None:
        """Bring the material in a thread, so that running kernels are not held up."""
        # Imported late: the REST client is not needed for the server to come up.
        from officina_widgets.server.opening import NotOpened, open_exercise

        root = self.settings["server_root_dir"]
        outcome = await asyncio.to_thread(open_exercise, root, course_id, exercise_id or None)
        if isinstance(outcome, NotOpened):
            self.set_status(outcome.status)
            self.show("not_opened.html", outcome=outcome, retry_url=self.request.path)
            return
        # A workspace for each course: JupyterLab brings back what was open in it, with a kernel for
        # each notebook, and a learner of many courses would wait for all of them.
        workspace = outcome.path.partition("/")[0]
        target = url_path_join(
            *(self.base_url, "lab", "workspaces", url_escape(workspace)),
            *("tree", url_escape(outcome.path)),
        )
        if outcome.notes:
            self.show("notes.html", outcome=outcome, continue_url=target)
        else:
            self.redirect(target)


@lru_cache
def _template(name: str) -> Template:
    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True).get_template(name)
