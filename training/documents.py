"""The approval sheet of a project (立项审批表), in both languages."""

from __future__ import annotations

from typing import Any

import segno
from django.conf import settings
from django.db.models import Count
from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.dates import printed_date
from core.flow import Flow
from core.models import Event, Snapshot
from core.pdf import render_template_pdf
from core.text import bilingual
from core.work import event_words
from training.flow import COSIGN_FLOW, PROPOSAL_FLOW
from training.models import AnnualFiling, Cosign, Proposal, RiskLevel
from training.models.filing import COLUMNS

LANGUAGES = ("zh-hans", "en")
OPINIONS = ("endorse", "accept", "escalate", "approve", "authorise")
FACTS = (
    "category", "delivery", "mode", "audience", "start_on", "end_on", "days", "hours_total", "location_type",
    "venue", "planned_quota_min", "planned_quota_max", "classes_planned", "assessment_method", "certificate_type",
    "fee_per_person", "responsible", "responsible_leader", "contact_name", "contact_phone",
    "collective_decision_no", "collective_decision_on",
)  # fmt: skip


def render_approval_sheet(proposal: Proposal) -> bytes:
    """The approval sheet as it is on file: facts, opinions of every office, number."""
    return render_template_pdf(
        "training/pdf/approval_sheet.html", sheet_context(proposal), language="zh-hans"
    )


def sheet_context(proposal: Proposal) -> dict[str, Any]:
    """What the sheet shows, one block for each language (EC-96)."""
    address = f"{settings.SITE_URL}{proposal.get_absolute_url()}"
    decided_on = timezone.localtime(proposal.approved_at).date()
    last = Snapshot.objects.of(proposal).last()
    return {
        "document": {
            "number": proposal.approved_no,
            "date": printed_date(decided_on, "zh-hans"),
            "title_zh": "非学历教育项目立项审批表",
            "title_en": "Approval Sheet of a Non-degree Training Project",
            "qr_svg": qr_of(address),
            "qr_url": address,
            "issuer_zh": settings.OFFICE_NAME_ZH,
            "issuer_en": settings.OFFICE_NAME_EN,
        },
        "university": {"zh": settings.UNIVERSITY_NAME_ZH, "en": settings.UNIVERSITY_NAME_EN},
        "fingerprint": last.sha256 if last else "",
        "blocks": [_block(proposal, language) for language in LANGUAGES],
    }


def qr_of(address: str) -> str:
    """The address as a code to scan, drawn inside the page."""
    """The code that leads back to the record."""
    return segno.make(address, error="m").svg_inline(scale=2, border=0)


def _block(proposal: Proposal, language: str) -> dict[str, Any]:
    with translation.override(language):
        return {
            "language": language,
            "title": bilingual(proposal, "title"),
            "unit": bilingual(proposal.unit, "name"),
            "facts": in_pairs([*_facts(proposal, language), *_decided(proposal, language)]),
            "modules": list(proposal.course_plan.select_related("instructor")),
            "risks": list(proposal.risk_items.all()),
            "opinions": list(_opinions(proposal, language)),
            "approved_on": printed_date(timezone.localtime(proposal.approved_at).date(), language),
        }


def in_pairs(facts: list[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """Two facts on each line of the sheet."""
    pairs = [facts[start : start + 2] for start in range(0, len(facts), 2)]
    return [[*pair, ("", "")] if len(pair) == 1 else pair for pair in pairs]


def _decided(proposal: Proposal, language: str) -> Any:
    yield _("Risk level"), str(RiskLevel(proposal.risk_level).label)
    if proposal.minutes_no and proposal.minutes_on:
        yield _("Meeting minutes"), f"{proposal.minutes_no} · {printed_date(proposal.minutes_on, language)}"


def _facts(proposal: Proposal, language: str) -> Any:
    for name in FACTS:
        field: Any = proposal._meta.get_field(name)
        value = getattr(proposal, name)
        if value in (None, ""):
            continue
        yield capfirst(field.verbose_name), _printed(proposal, name, value, language)


def _printed(proposal: Proposal, name: str, value: Any, language: str) -> str:
    if name.endswith("_on"):
        return printed_date(value, language)
    if name == "fee_per_person":
        return f"¥{value:,.2f}"
    if name == "hours_total":
        return f"{value.normalize():f}"
    if name == "certificate_type":
        return bilingual(value, "name")
    display = getattr(proposal, f"get_{name}_display", None)
    return str(display() if display else value)


def _opinions(proposal: Proposal, language: str) -> Any:
    """Each decision of the last round: who, when, in what words."""
    events = list(Event.objects.of(proposal).select_related("by", "acting_for"))
    last_sent = max((i for i, event in enumerate(events) if event.verb in {"submit", "resubmit"}), default=0)
    for event in events[last_sent:]:
        if event.verb in OPINIONS:
            yield {
                "label": str(PROPOSAL_FLOW.steps[event.verb].label),
                "who": _who(event.by, event.acting_for),
                "when": printed_date(timezone.localtime(event.at).date(), language),
                "note": event.note,
            }
    for cosign in Cosign.objects.filter(proposal=proposal).current().select_related("answered_by"):
        if cosign.answered_by_id:
            yield {
                "label": f"{cosign.get_area_display()} · {COSIGN_FLOW.steps[cosign.status].label}",
                "who": str(cosign.answered_by),
                "when": printed_date(timezone.localtime(cosign.answered_at).date(), language),
                "note": cosign.conditions,
            }


def _who(by: Any, acting_for: Any) -> str:
    if by is None:
        return _("the portal")
    return _("%(deputy)s for %(person)s") % {"deputy": by, "person": acting_for} if acting_for else str(by)


def render_archive(closing: Any) -> bytes:
    """The archive file of a closed project: facts, report, classes, settlement, the whole history (P19)."""
    return render_template_pdf("training/pdf/archive.html", archive_context(closing), language="zh-hans")


def archive_context(closing: Any) -> dict[str, Any]:
    """What the archive file shows, in Chinese, as it goes to the school's archive."""
    proposal = closing.proposal
    with translation.override("zh-hans"):
        records = [proposal, closing, *proposal.changes.all(), *proposal.suspensions.all()]
        return {
            "closing": closing,
            "proposal": proposal,
            "classes": list(proposal.classes.annotate(people=Count("trainees")).order_by("class_no")),
            "facts": in_pairs([*_facts(proposal, "zh-hans"), *_decided(proposal, "zh-hans")]),
            "report": [
                (capfirst(closing._meta.get_field(name).verbose_name), getattr(closing, name))
                for name in (*closing.REPORT, "timetable_reason", "variance_reason", "surplus_use")
                if getattr(closing, name)
            ],
            "settlement": closing.settlement,
            "contracts": list(proposal.contracts.all()),
            "events": [
                {
                    "what": str(_verb_label(record, event.verb)),
                    "who": _who(event.by, event.acting_for),
                    "when": printed_date(timezone.localtime(event.at).date(), "zh-hans"),
                    "note": event.note,
                }
                for record in records
                for event in Event.objects.of(record).select_related("by", "acting_for")
            ],
            "university": {"zh": settings.UNIVERSITY_NAME_ZH, "office": settings.OFFICE_NAME_ZH},
            "closed_on": printed_date(closing.closed_on, "zh-hans"),
            "qr_svg": qr_of(f"{settings.SITE_URL}{closing.get_absolute_url()}"),
        }


def _verb_label(record: Any, verb: str) -> str:
    step = Flow.registry[type(record)].steps.get(verb)
    return str(step.label) if step else event_words("training", verb)


def render_filing_sheet(filing: AnnualFiling) -> bytes:
    """The list of all classes of a year as the province takes it (办学情况明细), from the rows as kept."""
    made_on = timezone.localtime(filing.frozen_at).date() if filing.frozen_at else timezone.localdate()
    context = {
        "document": {
            "number": str(filing.year),
            "date": printed_date(made_on, "zh-hans"),
            "title_zh": f"{filing.year}年非学历教育办学情况明细",
            "title_en": f"Non-degree Training in {filing.year}",
        },
        "university": {"zh": settings.UNIVERSITY_NAME_ZH, "en": settings.UNIVERSITY_NAME_EN},
        "office": settings.OFFICE_NAME_ZH,
        "fingerprint": filing.sha256,
        "columns": [label for _key, label in COLUMNS[1:]],
        "rows": [[row.get(key, "") for key, _label in COLUMNS[1:]] for row in filing.rows],
        "school": filing.rows[0]["school"] if filing.rows else "",
    }
    return render_template_pdf("training/pdf/filing.html", context, language="zh-hans")
