"""What stands against a publicity item: missing statements, forbidden wordings, the project's state (PB-1, PB-2, PB-6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from core.policy import policy
from core.terms import BLOCK, PUBLICITY, Hit, find_terms
from core.text import search_key
from training.actions.wording import severity_here
from training.models import BlockedTerm, Proposal, PublicityItem, RectificationTicket

TEXT_FIELDS = ("title_zh", "title_en", "text_zh", "text_en")
IN_FORCE = {Proposal.Status.APPROVED, Proposal.Status.EXECUTING}


@dataclass(frozen=True)
class Statement:
    """One thing the text must say (PB-2), and whether it does."""

    label: str
    example: str
    is_made: bool


@dataclass(frozen=True)
class TermHit:
    """A delicate wording in one field of the item."""

    field: str
    hit: Hit
    severity: str


def hits_of(item: PublicityItem) -> list[TermHit]:
    """Every forbidden or delicate wording, in the scope of publicity (§1.6)."""
    terms = tuple(BlockedTerm.objects.as_terms())
    files = set(item.proposal.attachments.filter(replaced_by=None).values_list("category", flat=True))
    found = []
    for field in TEXT_FIELDS:
        for hit in find_terms(getattr(item, field), terms, scope=PUBLICITY):
            severity = severity_here(hit, item.proposal.category, files)
            if severity:
                found.append(TermHit(field, hit, severity))
    return found


def statements_of(item: PublicityItem) -> list[Statement]:
    """What PB-2 demands, each with the words that would do."""
    text = search_key(f"{item.title_zh}\n{item.text_zh}")
    return [
        Statement(label, example, any(all(search_key(word) in text for word in words) for words in ways))
        for label, example, ways in demands_on(item.proposal)
    ]


def demands_on(proposal: Proposal) -> Iterator[tuple[str, str, list[tuple[str, ...]]]]:
    """Label, example, and the sets of words of which one must appear."""
    school, unit = settings.UNIVERSITY_NAME_ZH, proposal.unit.name_zh
    hours, fee = _plain(proposal.hours_total), _plain(proposal.fee_per_person)
    phone = policy("training.complaint_phone")
    certificate = proposal.certificate_title_zh or "结业证书"
    yield _("Full names of university and unit"), f"主办单位:{school} {unit}", [(school, unit)]
    yield _("Approval number"), f"立项编号:{proposal.approved_no}", [(proposal.approved_no or "-",)]
    yield _("That it is non-degree education"), "本项目属于非学历教育,不颁发学历学位证书。", [("非学历教育",)]
    yield _("Content"), "培训内容:", [("培训内容",), ("课程内容",), ("课程设置",), ("课程安排",)]
    yield _("Class hours"), f"学时:共{hours}学时", [(f"{hours}学时",), (f"{hours}个学时",), (f"{hours}课时",)]
    yield _("Lecturers"), "授课师资:", [("师资",), ("授课教师",), ("主讲",), ("授课专家",)]
    fees: list[tuple[str, ...]]
    fees = [("免费",), ("不收费",), ("不收取培训费",)] if not proposal.fee_per_person else [(fee, "元")]
    yield _("Fee table"), "收费标准:免费" if not proposal.fee_per_person else f"收费标准:{fee}元/人", fees
    yield _("Refund rule"), "退费办法:", [("退费",), ("退款",), ("免费",)]
    payee = f"收款账户:{school}"
    yield _("Account of the university"), payee, [("收款", school), ("账户", school), ("免费",)]
    yield (
        _("Type of certificate"),
        f"证书:{certificate}",
        [("结业证书",), ("培训证书",), ("学习证明",), (certificate,)],
    )
    yield _("Complaint phone of the governing office"), f"监督投诉电话:{phone}", [(phone,)]


def _plain(number: Decimal | None) -> str:
    return f"{(number or Decimal(0)).normalize():f}"


def suggested_text(proposal: Proposal) -> str:
    """A text that already makes every statement, for the unit to work on."""
    modules = "、".join(row.topic or row.module for row in proposal.course_plan.all()[:8])
    people = "、".join(person.name for person in proposal.instructors.all()[:8])
    fills = {
        "培训内容:": modules,
        "授课师资:": people,
        "退费办法:": "开班前申请退学的全额退费,开班后按未完成学时比例退费。",
    }
    return "\n".join(example + fills.get(example, "") for _label, example, _ways in demands_on(proposal))


def problems_of_item(item: PublicityItem) -> list[str]:
    """Why the item cannot be submitted now; empty when nothing stands against it."""
    problems = []
    if item.proposal.status not in IN_FORCE:
        problems.append(_("The project is not approved: nothing can be published about it (PB-1)."))
    missing = [statement.label for statement in statements_of(item) if not statement.is_made]
    if missing and not item.is_partner_use:
        problems.append(_("The text does not say: %(what)s (PB-2).") % {"what": "、".join(missing)})
    for found in hits_of(item):
        if found.severity == BLOCK:
            problems.append(
                _("“%(words)s” may not appear (%(rule)s). %(advice)s")
                % {"words": found.hit.matched, "rule": found.hit.rule, "advice": found.hit.suggestion}
            )
    problems.extend(_partner_problems(item))
    return problems


def _partner_problems(item: PublicityItem) -> Iterator[str]:
    """The school's name in a partner's hands is an item of its own (PB-6)."""
    if item.is_partner_use:
        return
    text = search_key(f"{item.title_zh}\n{item.text_zh}")
    names = [
        name for name in item.proposal.partners.values_list("name", flat=True) if search_key(name) in text
    ]
    if names:
        yield _(
            "The partner %(names)s is named: its use of the school's name is an item of its own (PB-6)."
        ) % {"names": "、".join(names)}


def has_open_ticket(item: PublicityItem) -> bool:
    """Whether a spot check of it led to a ticket that is still open."""
    open_ones: Any = RectificationTicket.objects.open()
    return open_ones.filter(proposal=item.proposal, source=RectificationTicket.Source.PUBLICITY).exists()
