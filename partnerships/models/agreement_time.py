"""What follows from the dates and people of an agreement (AG-01, AG-03, SOD-1 to SOD-3)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import RoleGrant
from core.models import Event
from core.policy import policy
from partnerships.models.choices import DEGREE_KINDS, LABORATORY_KINDS, MOBILITY_KINDS
from partnerships.models.terms import ONE_DAY, Term


class AgreementTime(models.Model):
    """The behaviour of an agreement; its columns stand in `agreement`."""

    # Columns and values of the agreement itself.
    Status: Any
    BINDING: Any
    EDITABLE: Any
    pk: Any

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if kwargs.get("update_fields") is None:
            self.reckon()
        super().save(*args, **kwargs)

    @property
    def label(self: Any) -> str:
        """What people call it: its number, or the draft's own."""
        return self.number or f"#{self.pk}"

    @property
    def term(self: Any) -> Term | None:
        """What it says about its time; None before the first day is known."""
        if self.effective_on is None:
            return None
        return Term(
            effective_on=self.effective_on,
            expires_on=self.expires_on,
            auto_renew=self.auto_renew,
            renew_years=self.renew_years,
            max_renewals=self.max_renewals,
            notice_days=self.notice_days,
            notice_on=self.notice_on,
        )

    def reckon(self: Any) -> None:
        """Write down what follows from the dates: the last day, and the day until which it holds (AG-01)."""
        self.last_day = self.term.last_day if self.term else None
        ends = [self.last_day] if self.last_day else []
        ends += [day - ONE_DAY for day in (self.terminated_on, self.superseded_on) if day]
        self.holds_until = min(ends) if ends else None

    def is_in_force(self: Any, on: date) -> bool:
        """Whether it holds on the day (AG-01)."""
        if self.status not in self.BINDING or self.effective_on is None or self.effective_on > on:
            return False
        return self.holds_until is None or self.holds_until >= on

    def status_on(self: Any, on: date) -> str:
        """The status that the dates give on the day; before the signature, the stored one (AG-01)."""
        s = self.Status
        if self.status not in self.BINDING:
            return self.status
        if self.terminated_on and self.terminated_on <= on:
            return s.TERMINATED
        if self.superseded_on and self.superseded_on <= on:
            return s.SUPERSEDED
        if self.renewed_on and self.renewed_on <= on:
            return s.RENEWED
        if self.last_day and self.last_day < on:
            return s.EXPIRED
        if self.effective_on is None or self.effective_on > on:
            return s.SIGNED
        soon = on + timedelta(days=policy("partnerships.expiring_days"))
        return s.EXPIRING if self.last_day and self.last_day <= soon else s.EFFECTIVE

    @property
    def counts_mobility(self: Any) -> bool:
        """Whether students move under it, so that a balance is kept (§3.4)."""
        return self.kind in MOBILITY_KINDS

    @property
    def is_about_degrees(self: Any) -> bool:
        return self.kind in DEGREE_KINDS

    @property
    def is_about_laboratories(self: Any) -> bool:
        return self.kind in LABORATORY_KINDS

    @property
    def is_editable(self: Any) -> bool:
        return self.status in self.EDITABLE

    @property
    def chain_id(self: Any) -> int:
        """The first agreement of the renewal chain."""
        return self.root_id or self.pk

    @cached_property
    def authors(self: Any) -> set[int]:
        """Who wrote or submitted it, and so never decides on it (SOD-1)."""
        senders = (
            Event.objects.of(self).filter(verb__in=["submit", "resubmit"]).values_list("by", "acting_for")
        )
        return {self.author_id, *(pk for pair in senders for pk in pair)} - {None}

    def barred_from(self: Any, step: Any, user: Any) -> str:
        """Beyond the unit, nobody of the unit decides (SOD-3), nor somebody who cosigned (SOD-2)."""
        if not step.decides or self.status == self.Status.UNIT_REVIEW:
            return ""
        persons = [person for person in (user, user.acting_for) if person is not None]
        at_home = any(person.unit_id == self.unit_id for person in persons)
        granted = RoleGrant.objects.in_force().filter(user__in=persons, unit=self.unit_id)
        # What the office drafts itself is decided by the office: there is nobody else.
        if not self.unit.is_governing_office and (at_home or granted.exists()):
            return gettext("You belong to the unit that proposes this: somebody else must decide.")
        if self.cosigns.current().filter(answered_by=user).exists():
            return gettext("You cosigned this agreement: somebody else must take the next decision.")
        return ""

    def clean(self: Any) -> None:
        """Dates that cannot be are refused (AG-01, EC-40), chains that fork or loop too (AG-03)."""
        if self.effective_on and self.expires_on and self.expires_on <= self.effective_on:
            raise ValidationError({"expires_on": _("It would end before it begins (AG-01).")}, code="ends")
        if self.is_open_ended and (self.expires_on or self.auto_renew):
            raise ValidationError(
                {"is_open_ended": _("An agreement without an end neither expires nor renews.")},
                code="open_ended",
            )
        if self.auto_renew and not (self.expires_on and self.renew_years):
            raise ValidationError(
                {"renew_years": _("Say when the first term ends and by how many years it renews.")},
                code="renews",
            )
        signed = [day for day in (self.signed_on_our, self.signed_on_their) if day]
        if self.effective_on and signed and self.effective_on < min(signed):
            raise ValidationError(
                {"effective_on": _("It cannot be in force before it is signed (AG-01).")}, code="unsigned"
            )
        self._check_chain()

    def _check_chain(self: Any) -> None:
        seen, link = {self.pk}, self.predecessor
        if (
            link is not None
            and type(self)._base_manager.filter(predecessor=link).exclude(pk=self.pk).exists()
        ):
            raise ValidationError(
                {"predecessor": _("This agreement is already renewed by another (AG-03).")}, code="fork"
            )
        while link is not None:
            if link.pk in seen:
                raise ValidationError(
                    {"predecessor": _("The chain of renewals would go in a circle (AG-03).")}, code="loop"
                )
            seen.add(link.pk)
            link = link.predecessor
