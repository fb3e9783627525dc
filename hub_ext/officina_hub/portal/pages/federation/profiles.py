"""``/operate/federation/profiles``: factories side by side, as each tells of itself."""

from __future__ import annotations

from typing import Final, NamedTuple

from pydantic import ValidationError

from officina_hub.data_folder import DataFolder
from officina_hub.federation.feed.profile import LARGEST, Profile, read_profile
from officina_hub.federation.harvest.officina import PROFILE
from officina_hub.federation.place import FederationPlace
from officina_hub.portal.checking_factories import OURS
from officina_hub.portal.db import tables as t
from officina_hub.portal.factory_check_keeping import targets
from officina_hub.portal.pages.federation.check_rows import check_rows
from officina_hub.portal.pages.federation.peers import PeersHandler
from officina_hub.portal.pages.federation.profile_rows import ProfileRows
from officina_hub.portal.pages.formats import Formats, zone_named
from officina_hub.portal.store.federation_checks import KeptCheck, last_checks
from officina_hub.portal.store.federation_harvests import peer_rows

ADDRESSES: Final = ("homepage", "feed", "catalogue", "sitemap")


class Column(NamedTuple):
    """One factory; ``is_here`` is this one, ``check`` how it was found to serve."""

    profile: Profile
    is_here: bool
    check: KeptCheck | None


class ProfilesHandler(PeersHandler):
    """The page."""

    async def get(self) -> None:
        """First that of this hub, then its peers in the order of factory.toml."""
        self.check_operator()
        rows = await self.portal.read(peer_rows)
        checks = await self.portal.read(last_checks)
        own = await self.portal.work(self._own)
        columns = [Column(own, is_here=True, check=checks.get(OURS))] if own else []
        for peer in self.portal.settings.peers:
            check = checks.get(peer.id)
            profile = _profile_of(rows.get(peer.id))
            if profile or check:
                bare = Profile(id=peer.role, name=peer.name)
                columns.append(Column(profile or bare, is_here=False, check=check))
        kinds = sorted({kind for column in columns for kind in column.profile.offers})
        formats = Formats(self.reader.language, zone_named(self.reader.zone))
        rows_of = ProfileRows(self.t, formats, [column.profile for column in columns])
        self.render_page(
            "operate_profiles.html",
            columns=columns,
            checks=check_rows(self.t, [column.check for column in columns]),
            may_look=bool(list(targets(self.portal))),
            sessions=rows_of.sessions(),
            levels=rows_of.levels(),
            kinds=kinds,
            kind_words=self._kind_words(),
            addresses=ADDRESSES,
            address_words=self._address_words(),
        )

    async def post(self) -> None:
        """Have all of them looked at now, and come back."""
        self.check_operator()
        self.portal.factories_bell.ring()
        self.flash(self.t.gettext("The factories are looked at now. Open this page in a minute."))
        self.go("operate/federation/profiles")

    def _own(self) -> Profile | None:
        place = FederationPlace(DataFolder(self.portal.settings.data_dir).federation)
        file = place.published / self.portal.settings.identity.own_id / "profile.json"
        try:
            with file.open("rb") as content:
                return read_profile(content.read(LARGEST + 1))
        except OSError:
            return None

    def _kind_words(self) -> dict[str, str]:
        gettext = self.t.gettext
        return {
            "training": gettext("Courses and training"),
            "service": gettext("Services"),
            "dataset": gettext("Datasets"),
            "data_service": gettext("Data services"),
            "series": gettext("Series of datasets"),
            "organisation": gettext("Organisations"),
        }

    def _address_words(self) -> dict[str, str]:
        gettext = self.t.gettext
        return {
            "homepage": gettext("Homepage"),
            "feed": gettext("Feed"),
            "catalogue": gettext("Catalogue"),
            "sitemap": gettext("Sitemap"),
        }


def _profile_of(row: t.FederationPeer | None) -> Profile | None:
    kept = row.position.get(PROFILE) if row else None
    try:
        return Profile.model_validate(kept["facts"]) if kept else None
    except (ValidationError, KeyError, TypeError):
        return None
