"""Invented relations with real universities: agreements in every state, laboratories, balance, activities."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from accounts.models import Unit, User
from core.attachments import attach
from core.models import Region
from partnerships import actions
from partnerships.actions.dates import follow_all_dates, write_first_period, write_periods
from partnerships.actions.institution import write_names
from partnerships.actions.telling import new_number
from partnerships.models import (
    Agreement,
    AgreementPartner,
    BalanceEntry,
    Contact,
    Institution,
    InstitutionName,
    Laboratory,
    LabOutput,
)
from partnerships.models.terms import add_years, end_of_term
from reports.demo.partner_courses import load_activities, load_courses
from reports.demo.partner_universities import ALSO_CALLED, HUB, LABORATORIES, NAMED, OTHERS

S = Agreement.Status
NOTE = "演示数据\uff1a情况属实\uff0c同意。"
TEXT = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
# Kind, Chinese and English title, places each way.
KINDS = [
    ("student_exchange", "学生交换协议", "Student Exchange Agreement", 2),
    ("mou", "合作谅解备忘录", "Memorandum of Understanding", 0),
    ("visiting_agreement", "访学协议", "Visiting Student Agreement", 3),
    ("dual_degree", "双学位联合培养协议", "Dual-degree Agreement", 5),
    ("staff_exchange", "教师交流协议", "Staff Exchange Agreement", 0),
    ("exchange_agreement", "校际交流协议", "General Exchange Agreement", 2),
]
# How each agreement under way stands, and with which partner of OTHERS.
UNDER_WAY = [
    (S.DRAFTING, 0), (S.UNIT_REVIEW, 1), (S.OFFICE_REVIEW, 2), (S.COSIGN, 3), (S.LEADER_APPROVAL, 4),
    (S.APPROVED_TO_SIGN, 5), (S.RETURNED, 6), (S.REJECTED, 7), (S.CANCELLED, 8),
]  # fmt: skip
# The last three of OTHERS do not cooperate now.
ASIDE = {27: Institution.Status.NEGOTIATING, 28: Institution.Status.DORMANT, 29: Institution.Status.ENDED}


class Cast:
    """The people of the demonstration who look after partners."""

    def __init__(self) -> None:
        names = ("partnerships", "deptadmin", "depthead", "director", "leader", "legal")
        self.people = {name: User.objects.get(email=f"{name}@demo.example") for name in names}
        self.unit = Unit.objects.get(code="CCS")
        self.units = list(
            Unit.objects.filter(code__in=["CAS", "CRE", "CEE", "CCS", "CSE", "COE"]).order_by("code")
        )

    def __getattr__(self, name: str) -> User:
        return self.people[name]


@transaction.atomic
def load() -> None:
    """Make partners and their papers, unless they are there."""
    if Institution.objects.filter(name_en="University of Siegen").exists():
        return
    cast, today = Cast(), timezone.localdate()
    partners = _institutions(cast, today)
    _in_force(cast, partners, today)
    _special(cast, partners, today)
    _under_way(cast, partners, today)
    labs = _laboratories(cast, partners)
    load_courses(cast, partners, today)
    load_activities(cast, partners, labs, today)
    follow_all_dates(today)
    write_periods(today)


def _institutions(cast: Cast, today: date) -> dict[str, Institution]:
    regions = {region.alpha2: region for region in Region.objects.all()}
    rows = []
    for place, (zh, en, local, code, city_zh, city_en, lat, lon, site) in enumerate([*NAMED, HUB, *OTHERS]):
        row = Institution(
            name_zh=zh, name_en=en, name_local=local, region=regions[code], city_zh=city_zh, city_en=city_en,
            latitude=Decimal(str(lat)), longitude=Decimal(str(lon)), website=site,
            kind=Institution.Kind.CONSORTIUM if en == HUB[1] else Institution.Kind.UNIVERSITY,
            status=ASIDE.get(place - len(NAMED) - 1, Institution.Status.ACTIVE),
            strategic_level="strategic" if place < len(NAMED) else "general", unit=cast.units[place % len(cast.units)],
            officer=cast.partnerships, intro_zh="演示数据\uff1a院校名称真实\uff0c合作内容为虚构。",
            intro_en="Demonstration: the institution is real, what is said about cooperation is invented.",
        )  # fmt: skip
        row.domain = site.removeprefix("https://").removeprefix("www.")
        rows.append(row)
    Institution.objects.bulk_create(rows)
    made = {row.name_en: row for row in Institution.objects.filter(website__in=[row.website for row in rows])}
    for row in made.values():
        write_names(row)
        for name, kind, language in ALSO_CALLED.get(row.name_en, []):
            InstitutionName.objects.create(institution=row, name=name, kind=kind, language=language)
    Contact.objects.bulk_create(
        Contact(
            institution=row, name="International Office (demo)", title_zh="国际处\uff08演示\uff09",
            title_en="International Office", role="交流合作", email=f"partner{row.pk}@demo.example",
        )
        for row in made.values()
    )  # fmt: skip
    return made


def _agreement(cast: Cast, partner: Institution, kind: int, **fields: Any) -> Agreement:
    code, zh, en, places = KINDS[kind % len(KINDS)]
    values = {
        "title_zh": f"与{partner.name_zh}{zh}\uff08演示\uff09", "title_en": f"{en} with {partner.name_en} (demo)",
        "kind": code, "unit": cast.unit, "author": cast.deptadmin, "summary": f"{NOTE[:5]}双方互认学分\uff0c互免学费。",
        "places_out": places or None, "places_in": places or None, "our_signatory": "校长", "our_signatory_level": "President",
        "their_signatory": "President", "their_signatory_level": "President", "method": "in_person",
        "signing_place": "成都", "termination_months": 6, "prevailing_language": "English",
    } | fields  # fmt: skip
    agreement = Agreement.objects.create(**values)
    AgreementPartner.objects.create(agreement=agreement, institution=partner)
    return agreement


def _signed(
    cast: Cast, partner: Institution, kind: int, effective_on: date, years: int, **fields: Any
) -> Agreement:
    expires_on = fields.pop("expires_on", end_of_term(effective_on, years) if years else None)
    agreement = _agreement(
        cast, partner, kind, status=S.SIGNED, number=new_number(effective_on.year), effective_on=effective_on,
        expires_on=expires_on, term_years=years or None, signed_on_our=effective_on - timedelta(days=40),
        signed_on_their=effective_on - timedelta(days=30), **fields,
    )  # fmt: skip
    write_first_period(agreement)
    return agreement


def _in_force(cast: Cast, partners: dict[str, Institution], today: date) -> None:
    """An agreement in force with each cooperating partner, some of them renewing by themselves."""
    for place, partner in enumerate(row for row in partners.values() if row.status == "active"):
        first = date(today.year - 1 - place % 3, 3 + place % 6, 1)
        extra: dict[str, Any] = {}
        if place % 7 == 3:
            extra = {"auto_renew": True, "renew_years": 3, "notice_days": 180}
        agreement = _signed(cast, partner, place, first, 5, unit=cast.units[place % len(cast.units)], **extra)
        if agreement.counts_mobility and place % 2 == 0:
            _balance(cast, agreement, today, lean=place)


def _balance(cast: Cast, agreement: Agreement, today: date, lean: int) -> None:
    rows = []
    for back in range(3):
        year = today.year - back - 1
        for number in range(2 + (lean % 3 if back == 0 else 0)):
            rows.append(("out", year, number))
        for number in range(2 - (lean % 2)):
            rows.append(("in", year, number))
    BalanceEntry.objects.bulk_create(
        BalanceEntry(
            agreement=agreement, academic_year=f"{year}-{year + 1}", direction=direction, semesters=Decimal(1),
            status="confirmed", source=f"demo:{direction}:{year}:{number}", person_name="(demo)", author=cast.partnerships,
        )
        for direction, year, number in rows
    )  # fmt: skip


def _special(cast: Cast, partners: dict[str, Institution], today: date) -> None:
    """Ending soon, expired, renewed, superseded, terminated, without an end, not yet in force."""
    named = {name: partners[name] for name, *_rest in ((row[1],) for row in [*NAMED, *OTHERS])}
    siegen, hud = named["University of Siegen"], named["University of Huddersfield"]
    _signed(cast, siegen, 1, date(today.year - 6, 5, 1), 0, is_open_ended=True)
    _signed(
        cast,
        named["University of Reading"],
        4,
        today - timedelta(days=1700),
        0,
        expires_on=today + timedelta(days=75),
    )
    _signed(cast, named["University of Oulu"], 0, date(today.year - 9, 9, 1), 5)
    _signed(cast, named["University of Bremen"], 1, today + timedelta(days=60), 5)
    old = _signed(cast, hud, 0, date(today.year - 7, 9, 1), 5)
    new = _signed(cast, hud, 0, date(today.year - 2, 9, 1), 5, predecessor=old, root=old)
    old.superseded_on = new.effective_on
    old.save()
    gone = _signed(cast, named["University of Montpellier"], 2, date(today.year - 9, 3, 1), 3)
    again = _signed(
        cast,
        named["University of Montpellier"],
        2,
        date(today.year - 4, 9, 1),
        5,
        predecessor=gone,
        root=gone,
    )
    gone.renewed_on = again.effective_on
    gone.save()
    ended = _signed(
        cast, named["Wrocław University of Science and Technology"], 0, date(today.year - 3, 9, 1), 5
    )
    ended.terminated_on = add_years(ended.effective_on, 2)
    ended.save()


def _under_way(cast: Cast, partners: dict[str, Institution], today: date) -> None:
    """Drafts on their way, moved by the people who decide on them."""
    for target, place in UNDER_WAY:
        draft = _agreement(cast, partners[OTHERS[place][1]], place + 1)
        attach(draft, ContentFile(TEXT, name="草案.pdf"), category="draft", by=cast.deptadmin)
        for _status, step in _way_to(cast, target):
            step(draft)


def _way_to(cast: Cast, target: str) -> list[tuple[str, Any]]:
    """The steps that lead a draft to a status."""

    def by(action: Any, person: User, note: str = "") -> Any:
        return lambda draft: action(draft, by=person, note=note)

    def cosign(draft: Agreement) -> None:
        for task in draft.cosigns.waiting():
            actions.agree_agreementcosign(task, by=cast.legal, note=NOTE)
        draft.refresh_from_db()
        draft.__dict__.pop("authors", None)

    way = [
        (S.UNIT_REVIEW, by(actions.submit_agreement, cast.deptadmin)),
        (S.OFFICE_REVIEW, by(actions.endorse_agreement, cast.depthead, NOTE)),
        (S.COSIGN, by(actions.accept_agreement, cast.partnerships, NOTE)),
        (S.LEADER_APPROVAL, cosign),
        (S.APPROVED_TO_SIGN, by(actions.approve_agreement, cast.leader, NOTE)),
    ]
    last = {
        S.RETURNED: (2, by(actions.return_agreement, cast.partnerships, "演示数据\uff1a请补充费用条款。")),
        S.REJECTED: (4, by(actions.reject_agreement, cast.leader, "演示数据\uff1a与学校规划不符。")),
        S.CANCELLED: (1, by(actions.cancel_agreement, cast.deptadmin, "演示数据\uff1a对方暂缓。")),
    }
    if target in last:
        length, step = last[target]  # type: ignore[index]  # asked on the line above
        return [*way[:length], (target, step)]
    statuses = [status for status, _step in way]
    return way[: statuses.index(target) + 1] if target in statuses else []  # type: ignore[arg-type]  # as above


def _laboratories(cast: Cast, partners: dict[str, Institution]) -> list[Laboratory]:
    labs = []
    for place, (zh, en, partner, about, year) in enumerate(LABORATORIES):
        lab = Laboratory.objects.create(
            name_zh=zh, name_en=en, unit=cast.units[place], status=Laboratory.Status.ACTIVE, founded_on=date(year, 6, 1),
            approved_by="school" if place < 4 else "province", research_fields=about,
            intro_zh="演示数据\uff1a名称来自学校公开资料\uff0c其余内容为虚构。",
            intro_en="Demonstration: the name is public, everything else is invented.",
            director_ours="(demo)", director_theirs="(demo)",
        )  # fmt: skip
        lab.partners.set([partners[partner]])
        labs.append(lab)
    LabOutput.objects.bulk_create(
        LabOutput(laboratory=lab, kind=kind, year=year, title=f"演示成果 {number + 1} / demo result")
        for lab in labs
        for number, (kind, year) in enumerate(
            (("paper", 2025), ("paper", 2026), ("project", 2025), ("visit", 2026))
        )
    )
    return labs
