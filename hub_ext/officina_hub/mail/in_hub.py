"""The postman in a running JupyterHub."""

from __future__ import annotations

import asyncio
from pathlib import Path

from jupyterhub.app import JupyterHub

from officina_hub.factory.mail import Mail
from officina_hub.mail.postman import SETTING, Postman
from officina_hub.mail.wishes import Wishes

FOLDER = "mail-wishes"

_TASKS: set[asyncio.Task[None]] = set()  # the loop itself holds tasks only weakly


def install(mail: Mail, factory: str, data_dir: Path) -> None:
    """Have the Hub that is being configured in this process send mails, once it runs."""
    if JupyterHub.initialized():
        work = _work(JupyterHub.instance(), mail, factory, Wishes(data_dir / FOLDER))
        task = asyncio.get_running_loop().create_task(work)
        _TASKS.add(task)
        task.add_done_callback(_TASKS.discard)


async def _work(app: JupyterHub, mail: Mail, factory: str, wishes: Wishes) -> None:
    # The Hub makes its event for "started" only when it starts, so that is looked for.
    while getattr(app, "_start_future", None) is None:  # noqa: ASYNC110
        await asyncio.sleep(0.2)
    await asyncio.shield(app._start_future)
    postman = Postman(mail, factory, wishes, app.users.get)
    app.tornado_application.settings[SETTING] = postman
    await postman.run()
