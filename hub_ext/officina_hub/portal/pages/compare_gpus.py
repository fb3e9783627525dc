"""``/compare/gpus``: up to four kinds of GPUs side by side, as the Hub knows them now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from officina_hub.portal.pages.base import PageHandler
from officina_hub.portal.pages.compare_links import MOST
from officina_hub.portal.pages.gpu_kinds import GpuKind, gpu_kinds, titles_of
from officina_hub.portal.pages.gpu_rows import GpuRows
from officina_hub.portal.pages.told import offers_in_words

PATH = "compare/gpus"


class Column(NamedTuple):
    """A kind of GPU, and the address of the page without it; none for the last one."""

    title: str
    without: str


class CompareGpusHandler(PageHandler):
    """The table; of more than four kinds the reader says which."""

    door = "launch"

    async def get(self) -> None:
        offers = await self.portal.hub_sessions.offers(self.own_token(), {})
        told = offers_in_words(self.reader, offers).profiles if offers else ()
        kinds = gpu_kinds(told)
        shown = self._shown(kinds)
        titles = titles_of(self.t, kinds)
        rows = GpuRows(self.reader, self.address("launch")).of(shown)
        is_short = self.get_query_argument("only", "") == "differences"
        short = tuple(row for row in rows if row.differs)
        others = [kind for kind in kinds if kind not in shown]
        self.render_page(
            "compare_gpus.html",
            columns=[_column(kind, shown, titles) for kind in shown],
            rows=short if is_short else rows,
            is_short=is_short,
            differing=len(short),
            address=_address(shown),
            is_full=len(shown) >= MOST,
            others=[(titles[one.key], _address((*shown, one))) for one in others],
            days=next((one.waited.days for one in told if one.waited), 0),
        )

    def _shown(self, kinds: Sequence[GpuKind]) -> tuple[GpuKind, ...]:
        """Those that the address names and that there are, else the first ones."""
        by_key = {kind.key: kind for kind in kinds}
        asked = dict.fromkeys(self.get_query_arguments("gpu"))
        found = tuple(by_key[key] for key in asked if key in by_key)
        return (found or tuple(kinds))[:MOST]


def _column(kind: GpuKind, shown: tuple[GpuKind, ...], titles: dict[str, str]) -> Column:
    rest = tuple(one for one in shown if one != kind)
    return Column(titles[kind.key], _address(rest) if rest else "")


def _address(kinds: Sequence[GpuKind]) -> str:
    return f"{PATH}?" + urlencode([("gpu", kind.key) for kind in kinds])
