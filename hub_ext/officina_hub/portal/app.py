"""The portal as a program: the tornado application, and the process that serves it."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

from jupyterhub.httpclient import JupyterHubHTTPClient
from jupyterhub.services.auth import HubOAuthCallbackHandler
from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler

from officina_hub.data_folder import DataFolder
from officina_hub.federation.dataspace.web import Protocol
from officina_hub.log_secrets import hide_secrets
from officina_hub.portal import db, pages
from officina_hub.portal.api.base import NoSuchAddress
from officina_hub.portal.api.routes import ROUTES
from officina_hub.portal.catalogue_keeping import keep_catalogue
from officina_hub.portal.check_keeping import keep_checks
from officina_hub.portal.clock import Clock, utc_now
from officina_hub.portal.context import Portal
from officina_hub.portal.factory_check_keeping import keep_factory_checks
from officina_hub.portal.harvest_keeping import keep_harvests
from officina_hub.portal.nimble import be_nimble
from officina_hub.portal.openapi import document
from officina_hub.portal.pages.federation_folder import FederationFolder
from officina_hub.portal.pages.oai import OaiHandler
from officina_hub.portal.prestarter import Prestarter
from officina_hub.portal.publish_keeping import keep_publishing
from officina_hub.portal.request_keeping import keep_requests
from officina_hub.portal.settings import PortalSettings
from officina_hub.portal.sketch_keeping import sketch_earlier_releases
from officina_hub.portal.sweeping import sweep, sweep_uploads
from officina_hub.portal.web import PortalHandler
from officina_hub.portal_facts import portal_facts

log = logging.getLogger("officina.portal")

# Forms of pages; the API's own handlers take in larger bodies piece by piece.
MAX_FORM_BYTES = 1024 * 1024
GRACE_SECONDS = 5.0


class OAuthCallback(PortalHandler, HubOAuthCallbackHandler):
    """Where the Hub sends a person back to after the login."""


def make_app(settings: PortalSettings, *, clock: Clock = utc_now) -> Application:
    """The whole portal, ready to listen; its database must have been upgraded."""
    portal = Portal(settings, clock=clock)
    prefix = settings.hub.service_prefix
    officina = version("officina")
    return Application(
        [
            *((f"{prefix}api/{route.pattern}", route.handler) for route in ROUTES),
            (f"{prefix}api/.*", NoSuchAddress),
            (f"{prefix}oauth_callback", OAuthCallback),
            (f"{prefix}federation/(.*)", FederationFolder),
            (f"{prefix}oai", OaiHandler),
            *portal.dataspaces.rules(prefix),
            *pages.routes(settings),
        ],
        portal=portal,
        cookie_secret=portal.cookie_secret,
        version=officina,
        openapi=cache(partial(document, ROUTES, prefix=prefix, version=officina)),
        log_function=log_request,
    )


def log_request(handler: RequestHandler) -> None:
    """One line for one request; headers carry secrets, and of addresses where partners answer."""
    if isinstance(handler, Protocol):
        return  # its desk tells what became of the message
    status = handler.get_status()
    level = logging.INFO if status < 500 else logging.WARNING
    name = word = "-"
    if isinstance(handler, PortalHandler):
        name = handler.principal.name if handler.principal else name
        word = handler.correlation_id
    log.log(
        level,
        "%s %s %s %.0f ms %s [%s]",
        status,
        handler.request.method,
        _without_word(handler.request.path),
        handler.request.request_time() * 1000,
        name,
        word,
    )


def _without_word(path: str) -> str:
    """Where partners answer, nobody may guess: also a wrong address below it says the right one."""
    known, answers, _ = path.partition("/dataspace/")
    return f"{known}{answers}…" if answers else path


async def serve(settings: PortalSettings, *, stop: asyncio.Event | None = None) -> None:
    """Listen until SIGTERM or SIGINT, then let what is under way end, for a few seconds."""
    app = make_app(settings)
    portal: Portal = app.settings["portal"]
    stopped = stop or asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    address = urlsplit(settings.hub.service_url)
    left_over = await portal.work(sweep_uploads, portal)
    await portal.keep(portal.catalogue.warm_up)
    server = HTTPServer(app, max_body_size=MAX_FORM_BYTES, xheaders=True)
    server.listen(address.port or 0, address.hostname or "127.0.0.1")
    log.info("the portal listens on %s", settings.hub.service_url)
    await portal.errands.resume()
    sweeping = asyncio.create_task(sweep(portal, left_over))
    prestarting = asyncio.create_task(Prestarter(portal).run())
    keeping = asyncio.create_task(keep_checks(portal))
    cataloguing = asyncio.create_task(keep_catalogue(portal))
    telling = asyncio.create_task(keep_requests(portal))
    harvesting = asyncio.create_task(keep_harvests(portal))
    comparing = asyncio.create_task(keep_factory_checks(portal))
    publishing = asyncio.create_task(keep_publishing(portal))
    sketching = asyncio.create_task(sketch_earlier_releases(portal))
    be_nimble()
    try:
        await stopped.wait()
    finally:
        portal.say_goodbye()
        keepers = {prestarting, keeping, cataloguing, telling, harvesting, comparing, publishing}
        keepers.add(sketching)
        await asyncio.wait(keepers, timeout=GRACE_SECONDS)
        await shut_down(server, portal)
        await sweeping


async def shut_down(server: HTTPServer, portal: Portal) -> None:
    """Take no new requests, end the waiting ones, close."""
    server.stop()
    portal.say_goodbye()
    try:
        async with asyncio.timeout(GRACE_SECONDS):
            await portal.errands.idle()
            await portal.dataspaces.stop()
            await server.close_all_connections()
    except TimeoutError:
        log.warning("some requests did not end in %.0f seconds", GRACE_SECONDS)
    await JupyterHubHTTPClient.loop_instance().close()
    await asyncio.get_running_loop().run_in_executor(None, portal.close)


def main(data_dir: Path) -> int:
    """Run the portal over that data folder, as ``officina portal`` does; 0 after a clean end."""
    os.umask(0o077)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    hide_secrets()
    logging.getLogger("alembic").setLevel(logging.WARNING)
    settings = _settings(data_dir)
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    db.upgrade(settings.database)
    asyncio.run(serve(settings))
    return 0


def _settings(data_dir: Path) -> PortalSettings:
    settings = PortalSettings.from_environment(data_dir)
    return settings.model_copy(update=portal_facts(DataFolder(data_dir)))
