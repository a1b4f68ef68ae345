"""Reading proposals: the list, one proposal with its review, its versions, and what the public sees."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView

from accounts.roles import cosign_areas_of
from core.models import Event, Snapshot
from core.text import bilingual
from core.views import Column, DetailPage, ListPage, Scoped
from training.actions.checks import problems_of
from training.actions.figures import Figures
from training.actions.flags import Flag
from training.actions.handover import holders_of
from training.actions.risks import flags_of
from training.filters import ProposalFilter
from training.flow import COSIGN_FLOW, PROPOSAL_FLOW
from training.forms import CommentForm
from training.models import Cosign, Proposal, RiskLevel
from training.models.content import changes_between, labels_of_content
from training.models.facts import facts_by_section
from training.models.sections import FILES
from training.views.after_approval import after_approval

TONE_OF_RISK = {RiskLevel.LOW: "green", RiskLevel.MEDIUM: "amber", RiskLevel.HIGH: "red"}


class ProposalList(ListPage):
    """All proposals the person may see."""

    model = Proposal
    filterset_class = ProposalFilter
    bulk_url_name = "proposal-bulk"
    order_by = ("-created_at", "-pk")
    title = _("Training proposals")
    create_url_name = "proposal-begin"
    create_permission = "training.add_proposal"
    create_label = _("New proposal")
    empty_title = _("No proposal here")
    empty_text = _("Change the filter, or begin a proposal if your unit plans a training.")
    export_permission = "training.export_proposal"
    only = (
        "approved_no", "title_zh", "title_en", "status", "risk_level", "start_on", "due_on", "created_at",
        "unit__name_zh", "unit__name_en", "submitted_at",
    )  # fmt: skip
    columns = [  # noqa: RUF012
        Column(
            "number", _("Number"), value=lambda row: format_html('<span class="nowrap">{}</span>', row.number)
        ),
        Column("title", _("Project title"), link=True, kind="bilingual"),
        Column("unit__name", _("Unit"), kind="bilingual"),
        Column("status", _("Status")),
        Column("risk_level", _("Risk level")),
        Column("start_on", _("First day")),
        Column("due_on", _("To be decided by")),
    ]
    export_columns = [  # noqa: RUF012
        Column("approved_no", _("Number")),
        Column("title_zh", _("project title (Chinese)")),
        Column("title_en", _("project title (English)")),
        Column("unit__name_zh", _("Unit")),
        Column("get_category_display", _("Category")),
        Column("get_status_display", _("Status")),
        Column("get_risk_level_display", _("Risk level")),
        Column("start_on", _("First day")),
        Column("end_on", _("Last day")),
        Column("hours_total", _("class hours")),
        Column("fee_per_person", _("fee per person")),
        Column("submitted_at", _("submitted at")),
        Column("approved_at", _("approved at")),
    ]

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("unit")


class ProposalDetail(DetailPage):
    """One proposal: what it says, its risks and cosigns, who has it, what happened, what can be done."""

    model = Proposal
    flow = PROPOSAL_FLOW

    def get_queryset(self) -> QuerySet:
        related = (
            "unit",
            "author",
            "responsible",
            "responsible_leader",
            "certificate_type",
            "start_unlocked_by",
        )
        return super().get_queryset().select_related(*related)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        proposal, user = self.object, self.request.user
        snapshots = list(Snapshot.objects.of(proposal))
        figures = Figures(proposal)
        flags = flags_of(proposal, figures)
        cosigns = list(Cosign.objects.filter(proposal=proposal, change=None).select_related("answered_by"))
        context = super().get_context_data(
            page_title=bilingual(proposal, "title"),
            holder=holder_of(proposal),
            sections=facts_by_section(proposal, self.changed_since(snapshots)),
            figures=figures,
            flags=flags,
            risk_label=gettext("Risk: %(level)s") % {"level": proposal.get_risk_level_display()},
            risk_tone=TONE_OF_RISK[proposal.risk_level],
            leader_reasons=list(proposal.leader_reasons.values()),
            cosigns=cosigns,
            my_cosigns=self.answerable(cosigns),
            snapshots=snapshots,
            last_changes=changes_between(*snapshots[-2:]) if len(snapshots) > 1 else [],
            comment_form=CommentForm() if user.has_perm("training.comment_proposal", proposal) else None,
            files=[
                (FILES.get(file.category, file.category), file)
                for file in proposal.attachments.filter(replaced_by=None)
            ],
            edit_url=self.edit_url(),
            **self.queue(),
            **after_approval(proposal, user),
            **kwargs,
        )
        context["open_steps"] = [
            step for step in context["open_steps"] if step.verb not in {"submit", "resubmit"}
        ]
        labels = labels_of_content(Proposal)
        context["comments"] = [
            (event, labels.get(event.payload.get("field", ""), ""))
            for event in context["events"]
            if event.verb == "comment"
        ]
        context["answers"] = [
            (labels.get(name, name), text) for name, text in proposal.return_answers.items()
        ]
        return context | self.extra_work(flags)

    def changed_since(self, snapshots: list[Snapshot]) -> set[str]:
        """What has changed since this person last did something here (marked on the page)."""
        mine = Event.objects.of(self.object).filter(by=self.request.user).last()
        if mine is None or not snapshots or self.object.author_id == self.request.user.pk:
            return set()
        read = [snapshot for snapshot in snapshots if snapshot.at <= mine.at]
        if not read or read[-1].pk == snapshots[-1].pk:
            return set()
        return {
            change.path.split("[")[0].split(".")[0] for change in changes_between(read[-1], snapshots[-1])
        }

    def answerable(self, cosigns: list[Cosign]) -> list[dict[str, Any]]:
        """The cosign tasks this person can answer, with the answers open."""
        areas = cosign_areas_of(self.request.user)
        mine = [task for task in cosigns if task.status == Cosign.Status.WAITING and task.area in areas]
        for task in mine:
            task.proposal = self.object
        return [{"task": task, "steps": COSIGN_FLOW.open_to(self.request.user, task)} for task in mine]

    def edit_url(self) -> str:
        may = self.request.user.has_perm("training.change_proposal", self.object)
        return reverse("proposal-section", args=[self.object.pk, "basics"]) if may else ""

    def extra_work(self, flags: list[Flag]) -> dict[str, Any]:
        """The check page for the unit, the fields to name for the desk, the lock for the director."""
        proposal, user = self.object, self.request.user
        editable = user.has_perm("training.change_proposal", proposal)
        waits_for_fields = proposal.status == Proposal.Status.RETURNED and not proposal.return_is_decided
        late = any(flag.code == "R-17" and flag.blocks for flag in flags) and proposal.is_editable
        return {
            "check_url": reverse("proposal-check", args=[proposal.pk]) if editable else "",
            "problem_count": len(problems_of(proposal, flags)) if editable else 0,
            "may_name_fields": waits_for_fields and user.has_perm("training.name_fields_proposal", proposal),
            "may_publicise": bool(proposal.approved_at)
            and user.has_perm("training.withdraw_proposal", proposal),
            "may_unlock": late and user.has_perm("training.unlock_start_proposal", proposal),
        }

    def queue(self) -> dict[str, Any]:
        """The neighbours among those that wait for this person, for j and k."""
        waiting = list(
            Proposal.objects.awaiting(self.request.user)
            .order_by("due_on", "pk")
            .values_list("pk", flat=True)[:200]
        )
        if self.object.pk not in waiting:
            return {"queue_count": 0}
        place = waiting.index(self.object.pk)
        address = [reverse("proposal-detail", args=[pk]) for pk in waiting]
        return {
            "queue_count": len(waiting),
            "queue_position": place + 1,
            "next_url": address[place + 1] if place + 1 < len(waiting) else "",
            "previous_url": address[place - 1] if place else "",
        }


def holder_of(proposal: Proposal) -> dict[str, Any] | None:
    """Who has it now, since when and until when; nobody once it is decided."""
    status = Proposal.Status
    desks = {
        status.UNIT_REVIEW: gettext("Head of the unit"),
        status.OFFICE_REVIEW: gettext("Training desk"),
        status.COSIGN: gettext("Cosigning offices"),
        status.DIRECTOR_REVIEW: gettext("Office director"),
        status.LEADER_REVIEW: gettext("School leader"),
        status.RETURNED: gettext("The proposing unit")
        if proposal.return_is_decided
        else gettext("Training desk"),
        status.DRAFT: gettext("The proposing unit"),
    }
    if proposal.status not in desks:
        return None
    names = [str(user) for user in holders_of(proposal)[:3]]
    who = desks[status(proposal.status)]
    if names:
        who = gettext("%(desk)s (%(names)s)") % {"desk": who, "names": "、".join(names)}
    return {"who": who, "since": proposal.waiting_since, "until": proposal.due_on}


class ProposalVersions(Scoped, DetailView):
    """Every submitted version, its fingerprint, and what changed between two of them."""

    model = Proposal
    template_name = "training/proposal_versions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        snapshots = list(Snapshot.objects.of(self.object).select_related("by"))
        by_number = {str(snapshot.number): snapshot for snapshot in snapshots}
        old = by_number.get(self.request.GET.get("old", ""), snapshots[-2] if len(snapshots) > 1 else None)
        new = by_number.get(self.request.GET.get("new", ""), snapshots[-1] if snapshots else None)
        changes = changes_between(old, new) if old and new else []
        return super().get_context_data(
            record=self.object, snapshots=snapshots, old=old, new=new, changes=changes, **kwargs
        )
