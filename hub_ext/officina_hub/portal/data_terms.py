"""Terms of a dataset as its provider says them now, judged for a use; and that somebody agrees.

What a person agrees to is what that person was shown: the digest of the very terms comes back, and
where the provider changed them meanwhile nobody has agreed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from officina_courses.saying import say
from officina_hub.errors import OfficinaError
from officina_hub.federation.dataspace.catalogue import Dataset
from officina_hub.federation.dataspace.partner import Partner
from officina_hub.federation.dataspace.policies import Policy
from officina_hub.federation.dataspace.terms import Answer, Judgement, Use, clauses, judge
from officina_hub.portal.clock import utc_now
from officina_hub.portal.context import Portal
from officina_hub.portal.errors import Conflict, NotFound, PartnerFailed
from officina_hub.portal.store.act import Act
from officina_hub.portal.store.catalogue_read import published_record
from officina_hub.portal.store.data_agreements import Wanted, begin
from officina_widgets.catalogue.filed import CatalogRecord
from officina_widgets.data_wire import (
    AgreeIn,
    ClauseOut,
    DataAgreementOut,
    OfferOut,
    TermsOut,
    TermsQuery,
)

PEER: Final = "peer-"
NO_TERMS: Final = say(
    "This record comes from no data space that this hub is a partner in, so there is nothing to "
    "agree to. Look on its page how its data are reached."
)
SILENT: Final = say(
    "Their provider does not answer, or says something else than terms, so they cannot be shown "
    "now. Try again in a few minutes; if it stays so, tell your support."
)
CHANGED: Final = say(
    "The provider has changed its terms since the page was shown, so nothing was agreed. Read them "
    "anew."
)
NOT_ALLOWED: Final = say(
    "The terms do not allow what is planned, so nothing was agreed. Plan it otherwise, or ask the "
    "provider for other terms."
)
NOT_DECIDED: Final = say(
    "A machine cannot tell whether the terms allow it, and nobody has decided, so nothing was "
    "agreed. Read the terms that are marked so, and say that you have decided."
)
NO_PULL: Final = say(
    "The provider does not hand this dataset out over HTTP, and other ways are not known here, so "
    "nothing was agreed. Ask the provider for the format HttpData-PULL."
)


class Offered(NamedTuple):
    """A record of the catalogue, whose it is, and what the provider says of it now."""

    filed: CatalogRecord
    partner: Partner
    dataset: Dataset


def place_of(portal: Portal, filed: CatalogRecord) -> tuple[str, str] | None:
    """The partner and its name for the dataset; None where there is nothing to agree to."""
    source, record = filed.provenance.source, filed.record
    partner = source.removeprefix(PEER)
    is_ours = source.startswith(PEER) and portal.dataspaces.knows(partner)
    if record.kind != "dataset" or not is_ours or not record.identifiers:
        return None
    return partner, record.identifiers[0]


async def offered(
    portal: Portal, record_id: str, person: str, *, is_fresh: bool = False
) -> Offered:
    """What the provider offers now, to that person.

    Raises
    ------
    NotFound
        Where the record has no terms.
    OfficinaError
        Where the provider cannot be asked, or answers something else.
    TooMany
        Where that person had too much asked.

    """
    filed = await portal.read(published_record, record_id)
    place = place_of(portal, filed)
    if place is None:
        raise NotFound("no-terms", NO_TERMS)
    dataset = await portal.dataspaces.dataset(*place, person, is_fresh=is_fresh)
    return Offered(filed, portal.dataspaces.connected(place[0]).partner, dataset)


def judged(
    portal: Portal, what: Offered, plan: TermsQuery, translate: Callable[[str], str]
) -> TermsOut:
    """Each offer in plain words, with what it means for the plan."""
    return TermsOut(
        record_id=what.filed.id,
        dataset=what.dataset.id,
        title=what.dataset.title,
        provider=what.partner.name,
        is_fetchable=what.dataset.pulled is not None,
        offers=tuple(
            _offer(portal, policy, use_of(what.partner, plan), translate)
            for policy in what.dataset.has_policy
        ),
    )


async def agree(portal: Portal, form: AgreeIn, act: Act) -> DataAgreementOut:
    """Begin what that person agrees to.

    Raises
    ------
    Conflict
        Where the terms changed, forbid it, or nobody has decided what only people can.

    """
    try:
        what = await offered(portal, form.record_id, act.user, is_fresh=True)
    except OfficinaError as error:
        raise PartnerFailed("partner-failed", str(error)) from error
    offers = {digest_of(each): each for each in what.dataset.has_policy}
    policy = offers.get(form.digest)
    if policy is None:
        raise Conflict("terms-changed", CHANGED)
    if what.dataset.pulled is None:
        raise Conflict("no-pull", NO_PULL)
    answer = judge(policy, use_of(what.partner, form), portal.clock()).answer
    if answer is Answer.NO:
        raise Conflict("not-allowed-by-terms", NOT_ALLOWED)
    if answer is Answer.UNKNOWN and not form.decided:
        raise Conflict("not-decided", NOT_DECIDED)
    wanted = Wanted(
        record_id=form.record_id,
        partner=what.partner.id,
        address=what.partner.address,
        provider=what.partner.name,
        dataset=what.dataset.id,
        title=what.dataset.title,
        offer=policy.written(),
        purpose=form.purpose,
        country=form.country,
        actions=list(form.actions),
        by_person=answer is Answer.UNKNOWN,
        stated_sha256=what.dataset.pulled.sha256,
    )
    begun = await portal.write(begin, wanted, act)
    portal.errands.begin(begun.id)
    return begun


def use_of(partner: Partner, plan: TermsQuery) -> Use:
    """The plan as terms are judged by."""
    return Use(
        purpose=plan.purpose.strip(),
        country=plan.country.upper(),
        participant=partner.ourselves,
        has_other_names=True,
        actions=plan.actions or ("use",),
    )


def digest_of(policy: Policy) -> str:
    """A name of these very terms."""
    text = json.dumps(policy.written(), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def words_of(plain: dict[str, Any], translate: Callable[[str], str]) -> tuple[ClauseOut, ...]:
    """The terms of an offer or agreement of before, rule by rule."""
    policy = Policy.model_validate(plain)
    # Whether they fitted was judged when somebody agreed; now they hold.
    return _clauses(policy, judge(policy, Use(), utc_now()), translate)


def _offer(portal: Portal, policy: Policy, use: Use, translate: Callable[[str], str]) -> OfferOut:
    judgement = judge(policy, use, portal.clock())
    return OfferOut(
        digest=digest_of(policy),
        answer=judgement.answer.value,
        clauses=_clauses(policy, judgement, translate),
        policy=policy.written(),
    )


def _clauses(
    policy: Policy, judgement: Judgement, translate: Callable[[str], str]
) -> tuple[ClauseOut, ...]:
    return tuple(
        ClauseOut(
            kind=each.kind,
            text=each.what.put(translate),
            conditions=tuple(one.put(translate) for one in each.conditions),
            answer=each.answer.value,
        )
        for each in clauses(policy, judgement)
    )
