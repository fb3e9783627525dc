"""``/courses/<c>/teach/sessions``: a trainer has the sessions of a class prepared."""

from __future__ import annotations

import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from officina_hub.portal.errors import BadRequest, Conflict
from officina_hub.portal.pages.base import PageHandler
from officina_hub.portal.pages.formats import zone_named
from officina_hub.portal.pages.prestart_form import PrestartForm, Wish, prestart_form, wish_of
from officina_hub.portal.pages.prestart_view import PlanView, plan_view
from officina_hub.portal.pages.teach import title_of
from officina_hub.portal.prestart_words import order_words
from officina_hub.portal.prestarting import check_course, is_by_operator, prepare, quoted
from officina_hub.portal.standing import standing_of
from officina_hub.portal.store.enrolment import members
from officina_hub.portal.store.prestart_order import AskedPlan, check_start, named
from officina_hub.portal.store.prestarts import cancel_prestart, list_prestarts
from officina_hub.session_api.answers import ProfileOffer
from officina_widgets.prestart_wire import PrestartOrder

NOT_A_TIME = (
    "The start {found!r} is not a day and a time, so nothing was prepared. Choose both in the "
    "field, or leave it empty to start now."
)
NOT_AN_ORDER = (
    "{field}: {found}, so nothing was prepared. Mend it in the form and press the button again."
)


class PrestartHandler(PageHandler):
    """The base of what a trainer does about the sessions of a class."""

    right = "prestarts.write"
    door = "teach"

    async def prepare(self) -> None:
        """Where nothing is prepared at all, there is no such page."""
        await super().prepare()
        if not self._finished:
            await self.portal.read(check_course, self.portal, self.path_kwargs["course_id"])

    def base(self, course_id: str) -> str:
        """The page's own address."""
        return f"courses/{course_id}/teach/sessions"

    async def offers(self) -> tuple[ProfileOffer, ...]:
        """The kinds of session there are, as the reader would see them."""
        found = await self.portal.hub_sessions.offers(self.own_token(), {})
        return found.profiles if found else ()

    async def plans(self, course_id: str) -> list[PlanView]:
        """What was prepared lately, and what is under way."""
        found = await self.portal.read(list_prestarts, course_id)
        titles = {each.name: each.title for each in await self.offers()} if found else {}
        return [plan_view(self.reader, each, titles, self.portal.clock()) for each in found]


class PrestartPageHandler(PrestartHandler):
    """The page: the plans under way, the form, what it costs."""

    async def get(self, course_id: str) -> None:
        learners = await self.portal.read(members, course_id, "learner")
        wish = wish_of(self.get_query_argument, self.get_query_arguments, learners)
        form = await self._form(wish, learners) if learners else None
        plans = await self.plans(course_id)
        self.render_page(
            "prestart.html",
            base=self.address(self.base(course_id)),
            course_id=course_id,
            course_title=await self.portal.read(title_of, course_id),
            form=form,
            plans=plans,
            poll=self.address(self.base(course_id) + "/plans") if _is_live(plans) else "",
        )

    async def post(self, course_id: str) -> None:
        learners = await self.portal.read(members, course_id, "learner")
        wish = wish_of(self.get_body_argument, self.get_body_arguments, learners)
        shown = self.get_body_argument("shown", "")
        if shown != wish.raw.get("profile", ""):
            wish = wish._replace(raw={"profile": wish.raw.get("profile", "")})
        form = f"{self.base(course_id)}?{wish.query(learners)}#new"
        if shown != wish.raw.get("profile", "") or self.get_body_argument("show", ""):
            self.go(form)
        elif told := await self._refused(course_id, wish, learners):
            self.flash(told, "warning")
            self.go(form)

    async def _refused(self, course_id: str, wish: Wish, learners: tuple[str, ...]) -> str:
        """Prepare what the form says; else why not, where the form as it is now can tell it."""
        strangers = set(self.get_body_arguments("user")) - set(learners)
        if strangers:
            text = self.t.gettext(
                "Not among the learners of this course: %(users)s. So nothing was prepared. Look "
                "at the list and press the button again."
            )
            return text % {"users": named(strangers)}
        if self.get_body_argument("quoted", "") != wish.digest:
            return self.t.gettext("Look at what it costs now, then press the button again.")
        try:
            await self._prepare(course_id, wish)
        except (BadRequest, Conflict) as error:
            if told := order_words(self.t, error.code):
                return told
            raise
        return ""

    async def _prepare(self, course_id: str, wish: Wish) -> None:
        order = _order(wish, zone_named(self.reader.zone))
        standing = await self.portal.read(standing_of, self.who, self.path_kwargs)
        plan = self.get_body_argument("plan", "")
        by_operator = is_by_operator(self.who, standing)
        asked = AskedPlan(_plan_id(plan), course_id, order, by_operator)
        made = await prepare(self.portal, asked, self.act())
        text = self.t.ngettext(
            "%(count)s session is being prepared. You may leave this page.",
            "%(count)s sessions are being prepared. You may leave this page.",
            len(made.seats),
        )
        self.flash(text % {"count": len(made.seats)})
        self.go(self.base(course_id))

    async def _form(self, wish: Wish, learners: tuple[str, ...]) -> PrestartForm:
        offers = await self.offers()
        if "profile" not in wish.raw and offers:
            wish = wish._replace(raw={"profile": offers[0].name})
        found = await quoted(self.portal, wish.users, wish.choice)
        form = prestart_form(self.reader, offers, found, wish, learners, plan=str(uuid.uuid4()))
        return form._replace(untimely=self._untimely(wish))

    def _untimely(self, wish: Wish) -> str:
        """Why nothing could be prepared for that time, however little it would cost."""
        try:
            check_start(_order(wish, zone_named(self.reader.zone)), self.portal.clock())
        except BadRequest as error:
            return order_words(self.t, error.code)
        return ""


class PrestartPlansHandler(PrestartHandler):
    """The list of plans alone, asked for again as long as something moves."""

    async def get(self, course_id: str) -> None:
        plans = await self.plans(course_id)
        self.render_live(
            "prestart_plans.html",
            "_parts/prestart_plans.html",
            self.address(self.base(course_id) + "/plans"),
            is_live=_is_live(plans),
            base=self.address(self.base(course_id)),
            course_id=course_id,
            course_title=await self.portal.read(title_of, course_id),
            plans=plans,
        )


class PrestartCancelHandler(PrestartHandler):
    """Takes back what nobody has opened."""

    async def post(self, course_id: str) -> None:
        plan = _plan_id(self.get_body_argument("plan", ""))
        await self.portal.write(cancel_prestart, course_id, plan, self.act())
        self.portal.prestart_bell.ring()
        self.flash(self.t.gettext("What nobody has opened is being ended."))
        self.go(self.base(course_id))


def _is_live(plans: list[PlanView]) -> bool:
    return any(plan.is_moving for plan in plans)


def _order(wish: Wish, zone: ZoneInfo) -> PrestartOrder:
    try:
        return PrestartOrder.model_validate(
            {
                "choice": wish.choice,
                "start_at": _moment(wish.start, zone) if wish.start else None,
                "unused_minutes": wish.unused,
                "users": wish.users,
            }
        )
    except ValidationError as error:
        first = error.errors()[0]
        field = " ".join(map(str, first["loc"]))
        told = NOT_AN_ORDER.format(field=field, found=first["msg"])
        raise BadRequest("not-an-order", told) from None


def _moment(text: str, zone: ZoneInfo) -> datetime:
    try:
        local = datetime.fromisoformat(text)
    except ValueError:
        raise BadRequest("not-a-time", NOT_A_TIME.format(found=text)) from None
    return local if local.tzinfo else local.replace(tzinfo=zone)


def _plan_id(text: str) -> str:
    try:
        return str(uuid.UUID(text))
    except ValueError:
        raise BadRequest(
            "not-a-plan",
            "The form names no plan, so nothing was changed. Reload the page and try again.",
        ) from None
