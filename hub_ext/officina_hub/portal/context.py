"""One running portal: its settings and everything that handlers work with.

Database and disk are reached through ``read``, ``write`` and ``work`` only, which run in a few
threads of their own, so that the loop that serves everybody never waits for a disk.
"""

from __future__ import annotations

import asyncio
import functools
import itertools
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import thread_time
from typing import Any, Concatenate, ParamSpec, TypeVar

from jupyterhub.services.auth import HubOAuth
from sqlalchemy.orm import Session

from officina_hub.portal.bell import Bell
from officina_hub.portal.blobs import BlobStore
from officina_hub.portal.catalogue_index import CatalogueIndex
from officina_hub.portal.check_shelf import CheckShelf
from officina_hub.portal.clock import Clock, utc_now
from officina_hub.portal.data_errands import Errands
from officina_hub.portal.dataspaces import Dataspaces, data_folder
from officina_hub.portal.db import Database
from officina_hub.portal.feed_owners import FeedOwners
from officina_hub.portal.hub_client import HubClient
from officina_hub.portal.hub_prestarts import HubPrestarts
from officina_hub.portal.hub_sessions import HubSessions
from officina_hub.portal.hub_shares import HubShares
from officina_hub.portal.keys import cookie_secret, receipt_key
from officina_hub.portal.looking import Looks
from officina_hub.portal.matches import Matches
from officina_hub.portal.news import Manners, NewsDesk
from officina_hub.portal.prepared import Prepared, prepared
from officina_hub.portal.search_pace import SearchPace
from officina_hub.portal.settings import PortalSettings
from officina_hub.portal.store.checks import states
from officina_hub.portal.store.dataspace_shelf import DatabaseShelf
from officina_hub.portal.store.news import Topic, fingerprints
from officina_hub.portal.store.receipts import Signer
from officina_hub.portal.unbuilt import Unbuilt
from officina_widgets.catalogue.asking import Answer, Ask

P = ParamSpec("P")
T = TypeVar("T")
THREADS = 4
SEARCHING_THREADS = 2
# Somebody looks at the screen until a check comes, and may have several notebooks open.
OF_CHECKS = Manners(most_of_a_person=10, shortest_rest=0.02, rest_for_a_look=1.0)


class Portal:
    """What handlers find under ``self.portal``. Close it at the end."""

    def __init__(self, settings: PortalSettings, *, clock: Clock = utc_now) -> None:
        settings.incoming.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.settings = settings
        self.clock = clock
        self.database = Database(settings.database)
        self.blobs = BlobStore(settings.blobs)
        self.catalogue = CatalogueIndex(settings.catalogue, self.database)
        self._matches = Matches(self.catalogue)
        self.check_shelf = CheckShelf(settings.checks)
        self.signer = Signer(receipt_key(settings.receipt_key_file))
        self.cookie_secret = cookie_secret(settings.cookie_secret_file)
        self.hub = HubClient(settings.hub)
        self.feed_owners = FeedOwners(self.hub.knows_user, clock)
        self.hub_sessions = HubSessions(self.hub.ask)
        self.hub_prestarts = HubPrestarts(self.hub.ask, settings.hub.api_token.get_secret_value)
        self.hub_shares = HubShares(self.hub.ask)
        self.hub_auth = _hub_auth(settings)
        self.unbuilt = Unbuilt(settings.environments_folder)
        self.work_bell = Bell()
        self.check_bell = Bell()
        self.news_bell = Bell()
        self.catalogue_bell = Bell()
        self.request_bell = Bell()
        self.harvest_bell = Bell()
        self.factories_bell = Bell()
        self.news = NewsDesk(self.news_bell, self._news_of)
        self.check_news = NewsDesk(self.check_bell, self._states_of, OF_CHECKS)
        self.prestart_bell = Bell()
        self.search_pace = SearchPace()
        self._this_run, self._requests = secrets.token_hex(4), itertools.count(1)
        self.comparing = asyncio.Lock()
        self.looks = Looks(settings.incoming, settings.looking)
        self.goodbye = asyncio.Event()
        self.dataspaces = Dataspaces(
            settings.dataspaces,
            DatabaseShelf(self.database),
            self.cookie_secret,
            changed=lambda process: self.news_bell.ring(),
        )
        folder = data_folder(settings.home)
        self.errands = Errands(self.dataspaces, self.database, folder, clock, self.news_bell.ring)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="portal")
        # Neither a search nor a new index may keep a submission waiting.
        self._searching = ThreadPoolExecutor(SEARCHING_THREADS, thread_name_prefix="search")
        self._keeping = ThreadPoolExecutor(1, thread_name_prefix="catalogue")

    async def read(
        self, function: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Call a function of ``store`` with a session that only looks."""
        return await self.work(self._in_session, self.database.reading, function, args, kwargs)

    async def write(
        self, function: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Call a function of ``store`` in one transaction; what it wrote is on the disk after."""
        return await self.work(self._in_session, self.database.writing, function, args, kwargs)

    async def work(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run something that waits for a disk, off the loop."""
        call = functools.partial(function, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(self._threads, call)

    async def search(self, ask: Ask, person: str) -> Answer:
        """Ask the catalogue, off the loop; raises ``TooMany`` where that person floods it."""
        return await self._searched(self.catalogue.answer, ask, person)

    async def search_as_json(self, ask: Ask, person: str) -> Prepared:
        """The same, ready to be sent."""
        return await self._searched(lambda it: prepared(self.catalogue.answer(it)), ask, person)

    async def matches(self, ask: Ask, person: str) -> Answer:
        """All that a kept search finds, newest in the catalogue first; raises as ``search`` does.

        It is the dearer of the two: up to a thousand records are looked at.
        """
        return await self._searched(self._matches.of, ask, person)

    async def _searched(self, how: Callable[[Ask], T], ask: Ask, person: str) -> T:
        loop = asyncio.get_running_loop()
        with self.search_pace.turn(person) as charge:
            answer, seconds = await loop.run_in_executor(self._searching, _timed, how, ask)
            charge(seconds)
        return answer

    async def keep(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run something that may take long and that nobody waits for, one after the other."""
        call = functools.partial(function, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(self._keeping, call)

    async def _news_of(self, topics: frozenset[Topic]) -> dict[Topic, str]:
        return await self.read(fingerprints, topics)

    async def _states_of(self, checks: frozenset[str]) -> dict[str, str]:
        return await self.read(states, checks)

    def new_correlation_id(self) -> str:
        """A word for one request that no other has, before or after a new start of the portal."""
        return f"{self._this_run}{next(self._requests):08x}"

    @property
    def is_closing(self) -> bool:
        """Whether nobody may wait for anything any more."""
        return self.goodbye.is_set()

    def say_goodbye(self) -> None:
        """Send those home who wait for work or news; called on the loop."""
        self.goodbye.set()
        self.work_bell.ring()
        self.check_bell.ring()
        self.check_news.wake_all()
        self.news_bell.ring()
        self.prestart_bell.ring()
        self.catalogue_bell.ring()
        self.request_bell.ring()
        self.harvest_bell.ring()
        self.factories_bell.ring()
        self.errands.leave()

    def close(self) -> None:
        """End the threads and give back the database."""
        for threads in (self._keeping, self._searching, self._threads):
            threads.shutdown(wait=True)
        self.database.close()

    @staticmethod
    def _in_session(
        session_of: Callable[[], Any],
        function: Callable[..., T],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> T:
        with session_of() as session:
            return function(session, *args, **kwargs)


def _timed(how: Callable[[Ask], T], ask: Ask) -> tuple[T, float]:
    before = thread_time()
    answer = how(ask)
    return answer, thread_time() - before


def _hub_auth(settings: PortalSettings) -> HubOAuth:
    """JupyterHub's own login for services, told what it would else read from the environment."""
    hub = settings.hub
    return HubOAuth(
        api_url=hub.api_url,
        api_token=hub.api_token.get_secret_value(),
        base_url=hub.service_prefix,
        hub_prefix=hub.hub_prefix,
        oauth_client_id=hub.client_id,
        oauth_redirect_uri=hub.oauth_callback_url,
        access_scopes={f"access:services!service={hub.service_name}"},
    )
