"""Which values each paper of a visit prints; their fingerprint tells whether a paper still holds."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.dates import printed_date
from core.history import canonical
from core.models import Event
from core.policy import policy
from core.text import bilingual
from visitors.documents.parts import LANGUAGES, STAY, WHO, Contents, facts_of, guest_of, head_of
from visitors.flow import DELEGATION_FLOW
from visitors.models import DelegationMember, PaperKind, add_months

# Raised when the layout changes, so that papers made with the old one are made anew.
LAYOUT = 1
OPINIONS = ("endorse", "check", "confirm_money", "clear_talks", "approve", "authorise")
Builder = Callable[[Contents, str], dict[str, Any]]


def inputs_of(kind: str, contents: Contents, member: DelegationMember | None = None) -> dict[str, Any]:
    """Everything the paper prints, in both languages."""
    blocks = []
    for language in LANGUAGES:
        with translation.override(language):
            block = head_of(contents.delegation, language)
            block |= letter(contents, language, member) if member else BUILDERS[kind](contents, language)
        blocks.append(block)
    return {"layout": LAYOUT, "kind": str(kind), "blocks": blocks}


def fingerprint(inputs: dict[str, Any]) -> str:
    """Of everything a paper prints."""
    return hashlib.sha256(canonical(inputs).encode()).hexdigest()


def approval_sheet(contents: Contents, language: str) -> dict[str, Any]:
    """来访呈报表: the facts, who they are, what is planned, what it costs, who said what."""
    visit = contents.delegation
    names = (
        "level", "purpose", "headcount_declared", "counterpart", "counterpart_name", "leader_attends", "accompanying",
        "interpreter", "lodging", "lodging_name", "province_reply_no", "province_reply_on", "late_reason",
    )  # fmt: skip
    last = visit.last_filing_day
    return {
        "facts": facts_of(visit, language, names),
        "guests": contents.guests(language, *WHO, "is_vip"),
        "days": contents.days(language),
        "money": contents.money(language),
        "costs": bilingual(visit, "costs_borne_by", language),
        "is_late": visit.is_late,
        "last_day": printed_date(last.day, language, official=True) if last else "",
        "rule": bilingual(last.rule, "source", language) if last else "",
        "reasons": [str(reason) for reason in visit.leader_reasons],
        "opinions": opinions(contents, language),
    }


def opinions(contents: Contents, language: str) -> list[dict[str, str]]:
    """Each decision of the last round: who, when, in what words."""
    events = list(Event.objects.of(contents.delegation).select_related("by", "acting_for"))
    sent = max((i for i, event in enumerate(events) if event.verb in {"submit", "resubmit"}), default=0)
    return [
        {
            "label": str(DELEGATION_FLOW.steps[event.verb].label),
            "who": _who(event),
            "when": printed_date(timezone.localtime(event.at).date(), language, official=True),
            "note": event.note,
        }
        for event in events[sent:]
        if event.verb in OPINIONS
    ]


def _who(event: Event) -> str:
    if event.acting_for:
        return _("%(deputy)s for %(person)s") % {"deputy": event.by, "person": event.acting_for}
    return str(event.by or "")


def programme(contents: Contents, language: str) -> dict[str, Any]:
    """The programme the guests get: no money, no phone of drivers."""
    visit = contents.delegation
    return {
        "days": contents.days(language),
        "guests": contents.guests(language, *WHO),
        "contact": f"{visit.contact_name} {visit.contact_phone}",
    }


def plan(contents: Contents, language: str) -> dict[str, Any]:
    """接待方案: what our own people need."""
    visit = contents.delegation
    names = (
        "level",
        "counterpart",
        "counterpart_name",
        "accompanying",
        "interpreter",
        "contact_name",
        "contact_phone",
    )
    return {
        "facts": facts_of(visit, language, names),
        "guests": contents.guests(language, *WHO, *STAY, "is_vip", "diet"),
        "days": contents.days(language),
        "lodging": facts_of(visit, language, ("lodging", "lodging_name")),
        "costs": bilingual(visit, "costs_borne_by", language),
        "money": contents.money(language),
        "gifts": contents.gift_rows("given"),
        "rides": contents.rides(language),
        "meals": contents.meals(language),
    }


def cards(contents: Contents, language: str) -> dict[str, Any]:
    """What stands on badges: names, titles, institution and the code."""
    return {
        "cards": [
            {
                "zh": member.name_zh,
                "latin": member.name_latin,
                "title_zh": member.title_zh,
                "title_en": member.title_en,
                "is_vip": member.is_vip,
                "code": f"{settings.SITE_URL.rstrip('/')}/visitors/badges/{member.badge_token}/",
            }
            for member in contents.members
        ],
        "organisation_zh": contents.delegation.visiting_org_zh,
        "organisation_en": contents.delegation.visiting_org_en,
    }


def seats(contents: Contents, language: str) -> dict[str, Any]:
    """席签: the guests and, opposite them, our side."""
    names = [contents.delegation.counterpart_name]
    for item in contents.items:
        names += [name for name in item.host_names if name not in names]
    return {
        "seats": [{"zh": member.name_zh, "latin": member.name_latin} for member in contents.members],
        "hosts": [name for name in names if name],
    }


def meals(contents: Contents, language: str) -> dict[str, Any]:
    """Who sits at which meal, and what each eats."""
    return {"guests": contents.guests(language, "diet"), "meals": contents.meals(language)}


def cars(contents: Contents, language: str) -> dict[str, Any]:
    """Who rides when, with whom."""
    return {"guests": contents.guests(language, *STAY), "rides": contents.rides(language)}


def calendar_file(contents: Contents, language: str) -> dict[str, Any]:
    """What the calendar file says; times are added where it is written."""
    points = [
        contents.point(item, language)
        | {"uid": item.pk, "date": item.date, "from": item.starts_at, "until": item.ends_at}
        for item in contents.items
    ]
    return {"points": points, "guests": contents.guests(language)}


def summary(contents: Contents, language: str) -> dict[str, Any]:
    """接待总结: what came of it, who came, what was spent, given and received."""
    visit = contents.delegation
    return {
        "summary": bilingual(visit, "summary", language),
        "follow_up": visit.follow_up,
        "declared": visit.headcount_declared,
        "listed": len(contents.members),
        "actual": visit.overseas_headcount_actual,
        "headcount_note": visit.headcount_note,
        "is_late": visit.is_late,
        "guests": contents.guests(language, *WHO, "is_vip"),
        "days": contents.days(language),
        "money": contents.money(language),
        "gifts": contents.gift_rows(),
        "photos": _photos(contents),
    }


def _photos(contents: Contents) -> list[dict[str, str]]:
    from core.models import Attachment  # noqa: PLC0415 - only here

    photos = Attachment.objects.of(contents.delegation).current().filter(category="photo")
    return [{"name": photo.original_name, "sha256": photo.sha256} for photo in photos]


def letter(contents: Contents, language: str, member: DelegationMember) -> dict[str, Any]:
    """The invitation of one guest, with all that a consulate asks for (§5.4)."""
    visit = contents.delegation
    guest = guest_of(member, visit, language, ("title", "region", "gender", "arrival", "departure"))
    issued = timezone.localtime(visit.approved_at).date() if visit.approved_at else timezone.localdate()
    identity = member.identity
    return {
        "guest": guest,
        "letter_number": letter_number(contents, member),
        "passport": identity.number if identity else "",
        "dob": printed_date(member.dob, language, official=True) if member.dob else "",
        "visa": str(member.get_visa_display()),
        "needs_visa": member.visa != DelegationMember.Visa.NONE,
        "embassy": member.embassy_city,
        "arrives": printed_date(member.first_day, language, official=True),
        "leaves": printed_date(member.last_day, language, official=True),
        "places": _places(language),
        "costs": bilingual(visit, "costs_borne_by", language),
        "address": _address(language),
        "contact": visit.contact_name,
        "phone": visit.contact_phone,
        "issued": printed_date(issued, language, official=True),
        "valid_until": printed_date(valid_until(issued), language, official=True),
    }


def valid_until(issued: date) -> date:
    """A letter is good for some months (§5.4, INV)."""
    return add_months(issued, policy("visitors.invitation_valid_months"))


def letter_number(contents: Contents, member: DelegationMember) -> str:
    """The number of the visit and the place of the guest in it."""
    place = contents.members.index(member) + 1
    return f"{contents.delegation.number}-{place:02d}" if contents.delegation.number else ""


def _places(language: str) -> str:
    return policy("visitors.place_en" if language == "en" else "visitors.place_zh")


def _address(language: str) -> str:
    return policy("visitors.address_en" if language == "en" else "visitors.address_zh")


BUILDERS: dict[str, Builder] = {
    PaperKind.APPROVAL_SHEET: approval_sheet,
    PaperKind.PROGRAMME: programme,
    PaperKind.PLAN: plan,
    PaperKind.BADGES: cards,
    PaperKind.SEAT_CARDS: seats,
    PaperKind.MEALS: meals,
    PaperKind.CARS: cars,
    PaperKind.CALENDAR: calendar_file,
    PaperKind.SUMMARY: summary,
}
