"""International students: the applicant's pages, and those of the desk."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from core.models import Attachment
from core.views import Column, CreatePage, DetailPage, EditPage, ListPage
from programmes import actions
from programmes.actions.inbound_papers import PAPERS, paper_label, problems_of_inbound, wanted_papers
from programmes.filters import InboundFilter
from programmes.flow import INBOUND_FLOW
from programmes.forms.inbound import (
    InboundForm,
    PaperForm,
    PassportForm,
)
from programmes.models import InboundStudent
from programmes.views.shapes import TaskPage


class MyInbound(TemplateView):
    """The applicant's own applications."""

    template_name = "programmes/inbound_mine.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = (
            InboundStudent.objects.filter(applicant=self.request.user).select_related("unit").order_by("-pk")
        )
        return super().get_context_data(applications=mine[:20], **kwargs)


class SavesInbound:
    """Saves the applicant's form, consent included."""

    form_class = InboundForm
    model: Any = InboundStudent
    template_name = "programmes/inbound_form.html"

    def get_template_names(self) -> list[str]:
        return [self.template_name]

    def save(self, form: Any) -> InboundStudent:
        student = form.instance
        if not form.cleaned_data.get("consent"):
            student.consent_at = None
        elif student.consent_at is None:
            student.consent_at = timezone.now()
        return actions.save_inbound(
            student,
            by=self.request.user,
            version=form.cleaned_data.get("version"),  # type: ignore[attr-defined]
        )


class InboundCreate(SavesInbound, CreatePage):
    """Begins an application from abroad."""

    def get_initial(self) -> dict[str, Any]:
        return {
            "email": self.request.user.email,
            "taught_in": "en",
            "source": "website",
            "scholarship": "self",
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            page_title=_("Apply to study here"), submit_label=_("Save and continue"),
            cancel_url=reverse("inbound-mine"), **kwargs,
        )  # fmt: skip


class InboundEdit(SavesInbound, EditPage):
    """Goes on with an application."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            page_title=_("My application"), cancel_url=self.object.get_absolute_url(), **kwargs
        )


class PassportEnter(TaskPage):
    """The passport of the applicant."""

    model = InboundStudent
    permission = "programmes.change_inboundstudent"
    form_class = PassportForm
    title = _("Passport")
    submit_label = _("Save")

    def act(self, form: Any) -> Any:
        return actions.save_passport(self.object, by=self.request.user, **form.cleaned_data)


class PaperUpload(TaskPage):
    """One paper of the application."""

    model = InboundStudent
    permission = "programmes.change_inboundstudent"
    form_class = PaperForm
    submit_label = _("Upload")

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if kwargs["paper"] not in PAPERS:
            raise Http404
        self.title = paper_label(kwargs["paper"])
        return super().dispatch(request, *args, **kwargs)

    def act(self, form: Any) -> Any:
        return actions.attach_paper(
            self.object, self.kwargs["paper"], form.cleaned_data["file"], by=self.request.user
        )


class InboundDetail(DetailPage):
    """One international student: papers, review, visa paper, duties, terms."""

    model = InboundStudent
    flow = INBOUND_FLOW

    def get_queryset(self) -> QuerySet:
        return (
            super()
            .get_queryset()
            .select_related("nationality", "unit", "passport__issuing_region", "applicant")
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        student, user = self.object, self.request.user
        files = {file.category: file for file in Attachment.objects.of(student).current()}
        may_edit = user.has_perm("programmes.change_inboundstudent", student)
        keeps = user.has_perm("programmes.keep_residence_inboundstudent", student)
        context = super().get_context_data(
            page_title=str(student),
            papers=[(paper, paper_label(paper), files.get(paper)) for paper in wanted_papers(student)],
            problems=problems_of_inbound(student) if may_edit else [],
            duties=list(student.duties.all()),
            terms=list(student.registrations.all()),
            is_own=student.applicant_id == user.pk,
            may_edit=may_edit,
            may_keep=keeps and student.status in {*InboundStudent.IN_SCHOOL, "arrived"},
            may_query=user.has_perm("programmes.query_police_inboundstudent", student)
            and student.was_chinese,
            may_read_files=user.has_perm("programmes.read_confidential_inboundstudent", student),
            may_reveal=student.passport_id
            and user.has_perm("accounts.reveal_identitydocument", student.passport),
            **kwargs,
        )
        if context["problems"]:
            context["open_steps"] = [
                step for step in context["open_steps"] if step.verb not in {"submit", "resubmit"}
            ]
        return context


class InboundList(ListPage):
    """All international students the person may see; the stock on a day by its filter (RP-02)."""

    model = InboundStudent
    filterset_class = InboundFilter
    order_by = ("-starts_on", "-pk")
    title = _("International students")
    export_permission = "programmes.export_inboundstudent"
    empty_title = _("Nobody here")
    empty_text = _("Applicants from abroad apply by themselves, with an account of their own.")
    columns = [  # noqa: RUF012
        Column("number", _("Number")),
        Column("full_name", _("Name"), link=True, value=str),
        Column("nationality__name", _("Nationality"), kind="bilingual"),
        Column("unit__name", _("College"), kind="bilingual"),
        Column("level", _("Level of study")),
        Column("status", _("Status")),
        Column("registered_on", _("first registered on")),
        Column("residence_until", _("residence permit until")),
    ]
    export_columns = [  # noqa: RUF012
        Column("number", _("Number")),
        Column("surname", _("surname")),
        Column("given_names", _("given names")),
        Column("chinese_name", _("Chinese name")),
        Column("get_gender_display", _("gender")),
        Column("nationality__name_zh", _("Nationality")),
        Column("unit__name_zh", _("College")),
        Column("get_level_display", _("Level of study")),
        Column("get_scholarship_display", _("Funding")),
        Column("get_status_display", _("Status")),
        Column("registered_on", _("first registered on")),
        Column("left_on", _("left on")),
    ]

    def get_template_names(self) -> list[str]:
        return ["programmes/inboundstudent_list.html"]

    def get_queryset(self) -> QuerySet:
        sent = super().get_queryset().filter(submitted_at__isnull=False)
        return sent.select_related("nationality", "unit")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        enrolled = InboundStudent.objects.visible_to(self.request.user).in_school_on(today)
        stock = enrolled.aggregate(people=Count("pk"), countries=Count("nationality", distinct=True))
        return super().get_context_data(
            stock=stock, today=today, may_register=self.request.user.has_perm("programmes.register_inboundstudent"),
            **kwargs,
        )  # fmt: skip
