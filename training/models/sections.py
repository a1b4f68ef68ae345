"""The sections of a proposal: which fields, rows and files belong together, on the form and in every comparison."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Section:
    """One page of the form."""

    key: str
    title: str | Promise
    fields: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    files: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Everything a reviewer can ask to change here; files are `file:<category>`."""
        return (
            *self.fields,
            *self.rows,
            *(f"file:{category}" for category in self.files),
        )


FILES = {
    "contract_draft": _("Draft contract"),
    "commissioning_letter": _("Commissioning letter"),
    "title_evidence": _("Document that supports the title"),
    "safety_plan": _("Safety plan (file)"),
    "feasibility": _("Feasibility study (file)"),
    "collective_decision": _("Minutes of the unit's collective decision"),
    "supporting": _("Other supporting document"),
    "approval_sheet": _("Approval sheet"),
}

SECTIONS = (
    Section(
        "basics",
        _("Basics"),
        (
            "title_zh", "title_en", "category", "delivery", "mode", "platform", "platform_filing",
            "platform_is_third_party", "start_on", "end_on", "days", "hours_total", "location_type", "venue",
            "venue_capacity", "location_reason", "has_overseas_host", "responsible", "responsible_leader",
            "contact_name", "contact_phone",
        ),
        files=("title_evidence",),
    ),
    Section(
        "audience",
        _("Audience and client"),
        (
            "audience", "audience_detail", "planned_quota_min", "planned_quota_max", "classes_planned",
            "client_org", "client_uscc", "client_contact", "contract_value", "contract_template_used",
            "has_partner", "related_party_declared", "related_party_detail",
        ),
        rows=("partners",),
        files=("contract_draft", "commissioning_letter"),
    ),
    Section("plan", _("Plan, instructors, textbooks"), ("objectives",), rows=("instructors", "course_plan", "textbooks")),
    Section(
        "certificate",
        _("Assessment and certificate"),
        (
            "assessment_method", "assessment_detail", "attendance_min_percent", "score_min", "certificate_type",
            "certificate_title_zh", "certificate_title_en", "is_bilingual_certificate",
        ),
    ),
    Section(
        "money",
        _("Fees and budget"),
        ("fee_per_person", "fee_basis", "fee_filing_no", "trainees_expected", "deficit_reason"),
        rows=("fee_items", "budget"),
    ),
    Section(
        "safety",
        _("Safety, content, feasibility"),
        (
            "headcount_on_site", "has_hazards", "is_overnight", "safety_plan", "insurance",
            "is_social_science_lecture", "lecturers_confirmed", "materials_confirmed", "ideology_reviewer",
            "ideology_reviewed_on", "feasibility", "collective_decision_no", "collective_decision_on",
        ),
        files=("safety_plan", "feasibility", "collective_decision", "supporting"),
    ),
    Section("risks", _("Risks"), rows=("risk_items",)),
)  # fmt: skip

SECTION_OF = {name: section for section in SECTIONS for name in section.names}
ALL_FIELDS = tuple(chain.from_iterable(section.fields for section in SECTIONS))
ALL_ROWS = tuple(chain.from_iterable(section.rows for section in SECTIONS))
