"""What a proposal still lacks before it can be submitted (§1.2, P1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.identity_numbers import check_uscc
from core.text import field_label
from training.actions.figures import Figures
from training.actions.flags import Flag
from training.actions.risks import flags_of
from training.models import AssessmentMethod, Audience, Category, Location, Mode, Proposal, RiskItem
from training.models.sections import SECTION_OF

MOST_TRAINEES = 5000
SHORTEST_OBJECTIVES = 50
NEEDED = (
    "title_zh", "category", "delivery", "mode", "start_on", "end_on", "days", "hours_total", "location_type",
    "responsible", "responsible_leader", "contact_name", "contact_phone", "audience", "planned_quota_min",
    "planned_quota_max", "classes_planned", "has_partner", "related_party_declared", "objectives",
    "assessment_method", "certificate_type", "certificate_title_zh", "fee_per_person", "ideology_reviewer",
    "ideology_reviewed_on", "feasibility", "collective_decision_no", "collective_decision_on",
)  # fmt: skip


@dataclass(frozen=True)
class Problem:
    """Something that stands against submission: where, and what to do."""

    field: str
    message: str

    @property
    def section(self) -> str:
        return SECTION_OF[self.field].key if self.field in SECTION_OF else ""

    @property
    def anchor(self) -> str:
        """Where the form shows it."""
        section = SECTION_OF.get(self.field)
        is_row = section is not None and self.field in section.rows
        return self.field if is_row else f"field-{self.field.replace('file:', 'file_')}"

    def as_error(self) -> ValidationError:
        return ValidationError(self.message, code=self.field)


def problems_of(proposal: Proposal, flags: list[Flag] | None = None) -> list[Problem]:
    """Everything that is missing, contradicts itself, is forbidden, or lacks a mitigation; nothing if it may go."""
    figures = Figures(proposal)
    flags = flags_of(proposal, figures) if flags is None else flags
    checks = (_unit, _needed, _conditional, _people, _plan, _money, _safety, _dates)
    found = [problem for check in checks for problem in check(proposal, figures)]
    found += [Problem(flag.field, f"{flag.code} {flag.message}") for flag in flags if flag.blocks]
    found += _risks(proposal, flags)
    return found


def _unit(proposal: Proposal, figures: Figures) -> Iterator[Problem]:
    """TR-02 and TR-03: who may run training at all."""
    unit = proposal.unit
    if unit.is_governing_office:
        yield Problem("title_zh", _("The office that governs non-degree education does not run it (TR-02)."))
    elif not (unit.can_run_training and unit.is_substantive and unit.kind in unit.RUNNING_KINDS):
        yield Problem("title_zh", _("This unit may not run training in the name of the school (TR-03)."))
    same = Proposal.objects.filter(
        unit=unit, title_zh=proposal.title_zh, created_at__year=proposal.created_at.year
    )
    gone = [Proposal.Status.WITHDRAWN, Proposal.Status.REJECTED]
    if same.exclude(pk=proposal.pk).exclude(status__in=gone).exists():
        yield Problem("title_zh", _("Your unit already has a project with this title this year."))


def _needed(proposal: Proposal, figures: Figures) -> Iterator[Problem]:
    for name in NEEDED:
        if getattr(proposal, name) in (None, ""):
            label = capfirst(field_label(Proposal, name))
            yield Problem(name, _("Fill in: %(label)s.") % {"label": label})


def _conditional(proposal: Proposal, figures: Figures) -> Iterator[Problem]:
    commissioned = proposal.category == Category.COMMISSIONED
    fields = {
        "client_org": commissioned,
        "client_uscc": commissioned,
        "client_contact": commissioned,
        "platform": proposal.mode in {Mode.ONLINE, Mode.HYBRID},
        "venue": proposal.location_type not in {"", Location.ONLINE},
        "location_reason": proposal.location_type
        in {Location.SAME_CITY, Location.OTHER_CITY, Location.ABROAD},
        "title_en": proposal.is_bilingual_certificate,
        "certificate_title_en": proposal.is_bilingual_certificate,
        "related_party_detail": bool(proposal.related_party_declared),
        "fee_basis": (proposal.fee_per_person or 0) > 0,
        "trainees_expected": (proposal.fee_per_person or 0) > 0,
        "deficit_reason": figures.balance < 0,
    }
    for name, wanted in fields.items():
        if wanted and getattr(proposal, name) in (None, ""):
            label = capfirst(field_label(Proposal, name))
            yield Problem(name, _("Fill in: %(label)s.") % {"label": label})
    if (commissioned or proposal.has_partner) and "contract_draft" not in figures.files:
        yield Problem("file:contract_draft", _("Attach the draft contract."))
    if proposal.audience == Audience.CADRES and "commissioning_letter" not in figures.files:
        yield Problem(
            "file:commissioning_letter",
            _("Training of cadres needs a letter of the authority that sends them."),
        )
    if "collective_decision" not in figures.files:
        yield Problem("file:collective_decision", _("Attach the minutes of the unit's collective decision."))


def _people(proposal: Proposal, figures: Figures) -> Iterator[Problem]:
    least, most = proposal.planned_quota_min, proposal.planned_quota_max
    if least is not None and most is not None and not 1 <= least <= most <= MOST_TRAINEES:
        message = _("The intake lies between 1 and %(most)s, the lower figure first.") % {
            "most": MOST_TRAINEES
        }
        yield Problem("planned_quota_max", message)
    if proposal.has_partner and not figures.partners:
        yield Problem("partners", _("Name the partner and its part."))
    if proposal.has_partner is False and figures.partners:
        yield Problem("has_partner", _("Partners are named, but you say that none takes part."))
    for code, field in [
        (proposal.client_uscc, "client_uscc"),
        *((p.uscc, "partners") for p in figures.partners),
    ]:
        yield from _credit_code(code, field)
    if proposal.responsible_id and not proposal.responsible.is_active:
        yield Problem("responsible", _("The project leader must be staff in post."))


def _credit_code(code: str, field: str) -> Iterator[Problem]:
    if not code:
        return
    try:
        check_uscc(code)
    except ValidationError as error:
        yield Problem(field, " ".join(error.messages))


def _plan(proposal: Proposal, figures: Figures) -> Iterator[Problem]:
    if proposal.objectives and len(proposal.objectives) < SHORTEST_OBJECTIVES:
        message = _("Describe the objectives in at least %(count)s characters.") % {
            "count": SHORTEST_OBJECTIVES
        }
        yield Problem("objectives", message)
    if not figures.modules:
        yield Problem("course_plan", _("The course plan needs at least one row."))
    elif proposal.hours_total is not None and figures.hours != proposal.hours_total:
        message = _("The course plan has %(plan)s hours, the proposal %(total)s.") % {
            "plan": f"{figures.hours.normalize():f}",
            "total": f"{proposal.hours_total.normalize():f}",
        }
        yield Problem("hours_total", message)
    if not figures.instructors:
        yield Problem("instructors", _("Name at least one instructor."))
    elif any(module.instructor_id is None for module in figures.modules):
        yield Problem("course_plan", _("Every row of the course plan needs an instructor."))
    if not proposal.textbooks.exists():
        yield Problem("textbooks", _("Name the textbooks or materials."))
    for book in proposal.textbooks.all():
        if book.is_foreign_original and not book.review_note:
            yield Problem(
                "textbooks", _("“%(book)s”: a foreign original needs a review note.") % {"book": book.name}
            )
    kind = proposal.certificate_type
    if proposal.assessment_method == AssessmentMethod.NONE and kind is not None and kind.code == "NDE":
        yield Problem("certificate_type", _("Without assessment only participation is certified."))


def _money(proposal: Proposal, figures: Figures) -> Iterator[Problem]:
    fee = proposal.fee_per_person
    if fee and figures.fee_items != fee:
        message = _("The fee items add up to %(sum)s, the fee is %(fee)s.") % {
            "sum": figures.fee_items,
            "fee": fee,
        }
        yield Problem("fee_items", message)
    if (fee or proposal.contract_value) and not figures.budget:
        yield Problem("budget", _("Add the budget."))
    expected = proposal.income_expected
    if figures.budget and expected and figures.income != expected:
        message = _(
            "The budget shows an income of %(income)s; fee, trainees and contract give %(expected)s."
        ) % {
            "income": figures.income,
            "expected": expected,
        }
        yield Problem("budget", message)


def _safety(proposal: Proposal, figures: Figures) -> Iterator[Problem]:
    if not proposal.safety_plan and "safety_plan" not in figures.files:
        yield Problem("safety_plan", _("Write the safety plan, or attach it."))
    if not proposal.lecturers_confirmed or not proposal.materials_confirmed:
        yield Problem(
            "lecturers_confirmed",
            _("Lecturers and materials must be confirmed by the unit's party organisation."),
        )


def _dates(proposal: Proposal, figures: Figures) -> Iterator[Problem]:
    today = timezone.localdate()
    if proposal.start_on and proposal.end_on and proposal.end_on < proposal.start_on:
        yield Problem("end_on", _("The last day lies before the first."))
    for name in ("collective_decision_on", "ideology_reviewed_on"):
        day: Any = getattr(proposal, name)
        if day and day > today:
            label = capfirst(field_label(Proposal, name))
            yield Problem(name, _("%(label)s: the date lies in the future.") % {"label": label})


def _risks(proposal: Proposal, flags: list[Flag]) -> list[Problem]:
    """At least one risk, and a mitigation for each (§1.2)."""
    items = list(proposal.risk_items.exclude(state=RiskItem.State.CLOSED))
    if not items:
        return [Problem("risk_items", _("Name at least one risk and what you do about it."))]
    known = {item.code for item in items if item.source == RiskItem.Source.AUTO and item.mitigation.strip()}
    open_flags = [flag for flag in flags if flag.needs_reason and flag.code not in known]
    missing = [
        Problem("risk_items", _("%(flag)s: write a mitigation.") % {"flag": f"{flag.code} {flag.message}"})
        for flag in open_flags
    ]
    manual = [item for item in items if item.source == RiskItem.Source.MANUAL and not item.mitigation.strip()]
    return missing + [
        Problem("risk_items", _("%(flag)s: write a mitigation.") % {"flag": item.description})
        for item in manual
    ]
