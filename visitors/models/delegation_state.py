"""What the review of a delegation writes down."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from accounts.roles import units_of
from core.models import Event
from core.policy import policy
from visitors.models.choices import HIGH_LEVELS
from visitors.models.filing import FilingRule
from visitors.models.filing_day import FilingDay, latest_filing_day

User = settings.AUTH_USER_MODEL


class ReviewState(models.Model):
    """Where the review stands, whether it was filed late, and why the school leader decides."""

    # What the record itself brings.
    pk: Any
    unit_id: Any
    author_id: Any
    level: Any
    start_on: Any
    end_on: Any
    items: Any
    leader_attends: bool
    has_senior_officials: bool
    has_media: bool
    has_ngo: bool
    province_reply_no: str
    province_reply_on: Any

    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True, editable=False)
    is_late = models.BooleanField(_("filed late (事后补报)"), default=False, editable=False)
    is_after_the_fact = models.BooleanField(_("filed after the visit began"), default=False, editable=False)
    due_on = models.DateField(_("to be decided by"), null=True, blank=True, editable=False)
    returned_from = models.CharField(_("returned from"), max_length=16, blank=True, editable=False)
    checked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name=_("checked by the visitors desk"),
    )  # fmt: skip
    money_confirmed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name=_("budget confirmed by"),
    )  # fmt: skip
    talks_cleared_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name=_("talks cleared by"),
    )  # fmt: skip
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    # --- what the record says about itself ---

    @property
    def budget_total(self) -> Decimal:
        """What the budget lines add up to; the record says."""
        raise NotImplementedError

    @property
    def region_kinds(self) -> set[tuple[str, bool]]:
        """Of the guests' regions: the kind, and whether there are diplomatic relations; the record says."""
        raise NotImplementedError

    @cached_property
    def submitters(self) -> list[int]:
        """Whoever sent it on."""
        steps = Event.objects.of(self).filter(verb__in=["submit", "resubmit"]).exclude(by=None)
        return list(steps.values_list("by_id", flat=True))

    def barred_from(self, step: Any, user: Any) -> str:
        """SOD-2: whoever checked it at the desk does not approve it; SOD-3: nobody checks for the own unit."""
        own_units = units_of(user, Role.DEPARTMENT_ADMIN, Role.DEPARTMENT_HEAD)
        if step.verb in {"check", "approve"} and self.unit_id in own_units:
            return gettext("The visit is your own unit's: somebody else must decide (separation of duties).")
        if step.verb in {"approve", "authorise"} and self.checked_by_id == user.pk:
            return gettext(
                "You took the previous decision: somebody else must take this one (separation of duties)."
            )
        return ""

    @property
    def guest_kinds(self) -> set[str]:
        """The kinds of guests that rules speak of."""
        kinds = set()
        if any(kind == "foreign" and not related for kind, related in self.region_kinds):
            kinds.add(FilingRule.Guest.NO_RELATIONS)
        if self.has_senior_officials:
            kinds.add(FilingRule.Guest.SENIOR_OFFICIAL)
        if self.has_media:
            kinds.add(FilingRule.Guest.MEDIA)
        if self.has_ngo:
            kinds.add(FilingRule.Guest.NGO)
        return {str(kind) for kind in kinds}

    @property
    def needs_province(self) -> bool:
        """Whether the province must agree first."""
        return bool(self.guest_kinds)

    @cached_property
    def has_public_talks(self) -> bool:
        """Whether a talk needs its content reviewed."""
        return self.items.filter(is_public_talk=True).exists()

    @property
    def activities(self) -> set[str]:
        found = set()
        if self.leader_attends:
            found.add("leader_meeting")
        if self.has_public_talks:
            found.add("public_talk")
        return found

    @cached_property
    def filing_days(self) -> list[FilingDay]:
        """Every rule that holds for this visit with its last day, the earliest first."""
        rules = FilingRule.objects.about(
            FilingRule.Subject.DELEGATION,
            guests=self.guest_kinds,
            levels={self.level},
            activities=self.activities,
        )
        days = [
            latest_filing_day(
                rule, self.start_on if rule.direction == FilingRule.Direction.BEFORE else self.end_on
            )
            for rule in rules
        ]
        return sorted(days, key=lambda found: (found.day, found.rule.code))

    @property
    def last_filing_day(self) -> FilingDay | None:
        """Of the rules that decide about lateness, the earliest day."""
        before = [
            found
            for found in self.filing_days
            if found.rule.is_submission and found.rule.direction == FilingRule.Direction.BEFORE
        ]
        return before[0] if before else None

    @property
    def summary_due_on(self) -> Any:
        """The day by which summary and photos are due."""
        after = [
            found.day for found in self.filing_days if found.rule.direction == FilingRule.Direction.AFTER
        ]
        return min(after, default=None)

    @property
    def leader_reasons(self) -> list[str]:
        """Why the school leader has to decide (escalation, §4.1); none: the director may."""
        reasons = []
        if self.level in HIGH_LEVELS:
            reasons.append(gettext("The guests hold the rank of vice-president or above."))
        if self.budget_total > policy("visitors.leader_threshold"):
            reasons.append(
                gettext("The budget lies above %(limit)s CNY.")
                % {"limit": f"{policy('visitors.leader_threshold'):,.0f}"}
            )
        if self.needs_province:
            reasons.append(gettext("The visit is sensitive: the province has to agree."))
        if self.endorsed_by_director:
            reasons.append(
                gettext("The director has endorsed it in the unit's place (separation of duties).")
            )
        return reasons

    @cached_property
    def endorsed_by_director(self) -> bool:
        """The unit's head wrote it, so that the director stood in (EC-81) and cannot decide a second time."""
        last = Event.objects.of(self).filter(verb="endorse").last()
        return bool(last and last.payload.get("as") == "director")

    @cached_property
    def needs_check(self) -> bool:
        """The desk checks what others wrote; what it wrote itself goes to the director at once."""
        desk = get_user_model().objects.holding(Role.VISITORS_DESK)
        return not desk.filter(pk=self.author_id).exists()

    @property
    def needs_finance(self) -> bool:
        """Whether the finance office confirms the budget first."""
        return self.budget_total > policy("visitors.finance_threshold")

    @property
    def open_points(self) -> list[str]:
        """What is missing before anybody may decide."""
        points = []
        if self.needs_check and not self.checked_by_id:
            points.append(gettext("The visitors desk has not checked it yet."))
        if self.needs_finance and not self.money_confirmed_by_id:
            points.append(gettext("The finance office has not confirmed the budget yet."))
        if self.has_public_talks and not self.talks_cleared_by_id:
            points.append(gettext("The publicity department has not cleared the talks yet."))
        return points

    @property
    def missing_for_approval(self) -> list[str]:
        """What is missing before it may be approved."""
        points = self.open_points
        if self.needs_province and not (self.province_reply_no and self.province_reply_on):
            points.append(gettext("The reply of the province is missing."))
        return points
