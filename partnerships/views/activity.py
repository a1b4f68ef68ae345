"""The log of what happens with a partner, and its follow-ups."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core.views import CreatePage, DetailPage, EditPage
from partnerships import actions
from partnerships.flow import FOLLOWUP_FLOW
from partnerships.forms.institution import ActivityForm, FollowUpForm
from partnerships.models import Activity, Institution
from partnerships.views.asking import AskPage, TakesUser


class ActivityCreate(TakesUser, CreatePage):
    """A new entry of the log."""

    model = Activity
    form_class = ActivityForm
    extra_context = {"page_title": _("Log an activity")}  # noqa: RUF012

    @cached_property
    def institution(self) -> Institution:
        found = (
            Institution.objects.visible_to(self.request.user).standing().filter(pk=self.kwargs["pk"]).first()
        )
        if found is None:
            raise Http404
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"institution": self.institution}

    def prepare(self, record: Activity) -> None:
        record.institution = self.institution

    def save(self, form: Any) -> Activity:
        return actions.save_activity(form.instance, by=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(cancel_url=self.institution.get_absolute_url(), **kwargs)


class ActivityEdit(TakesUser, EditPage):
    """Changing an entry of one's own, or any as the desk."""

    model = Activity
    form_class = ActivityForm

    def save(self, form: Any) -> Activity:
        return actions.save_activity(
            form.instance, by=self.request.user, version=form.cleaned_data.get("version")
        )


class ActivityDetail(DetailPage):
    """One entry with its follow-ups."""

    model = Activity

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("institution", "agreement", "laboratory", "author")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record, user = self.object, self.request.user
        follow_ups = [
            {"record": row, "steps": FOLLOWUP_FLOW.open_to(user, row)}
            for row in record.follow_ups.select_related("owner")
        ]
        return super().get_context_data(
            page_title=str(record),
            follow_ups=follow_ups,
            may_edit=user.has_perm("partnerships.change_activity", record),
            may_promise=user.has_perm("partnerships.add_followup", record),
            **kwargs,
        )


class FollowUpAdd(AskPage):
    """Something is promised."""

    model = Activity
    permission = "partnerships.add_followup"
    form_class = FollowUpForm
    title = _("Add a follow-up")
    action = staticmethod(actions.add_follow_up)
