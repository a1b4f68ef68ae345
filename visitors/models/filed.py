"""What every record that a unit files with the visitors desk has in common."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from accounts.roles import (
    is_director,
    is_finance,
    is_leader,
    is_partnerships_desk,
    is_visitors_desk,
    sees_everything,
    units_of,
)
from core.models import Event, Record
from core.text import bilingual


class FiledQuerySet(models.QuerySet):
    """Finds records of a unit; who waits for what stands in the model's HOLDERS."""

    # A kind of Filed, with OWNERS, HOLDERS, UNDER_WAY and DRAFTS.
    model: Any

    def visible_to(self, user: Any) -> FiledQuerySet:
        """One's own and one's unit's; the desks, finance, director, leaders and auditors see all (§7.2)."""
        reads_all = is_visitors_desk | is_partnerships_desk | is_finance
        if reads_all(user) or sees_everything(user):
            return self
        mine = self.own_of(user)
        units = units_of(user, Role.DEPARTMENT_ADMIN, Role.DEPARTMENT_HEAD)
        return self.filter(mine | Q(unit__in=units)).distinct()

    def own_of(self, user: Any) -> Q:
        """The records a teacher sees without any other role."""
        own = Q()
        for field in self.model.OWNERS:
            own |= Q(**{field: user.pk})
        return own

    def awaiting(self, user: Any) -> FiledQuerySet:
        """Those whose status waits for a role this person holds."""
        statuses = Q(pk__in=[])
        for role, predicate in (("IOV", is_visitors_desk), ("DIR", is_director), ("LDR", is_leader)):
            if predicate(user):
                statuses |= Q(status__in=self.model.HOLDERS.get(role, ()))
        heads = units_of(user, Role.DEPARTMENT_HEAD)
        statuses |= Q(status__in=self.model.HOLDERS.get("DH", ()), unit__in=heads)
        statuses |= Q(self.own_of(user), status__in=self.model.HOLDERS.get("OWN", ()))
        return self.filter(statuses).distinct()

    def in_progress_of(self, user: Any) -> FiledQuerySet:
        """What this person has sent on and is not over."""
        return self.filter(self.own_of(user), status__in=self.model.UNDER_WAY).distinct()

    def drafts_of(self, user: Any) -> FiledQuerySet:
        return self.filter(self.own_of(user), status__in=self.model.DRAFTS).distinct()


class Filed(Record):
    """A record that somebody of a unit files: who wrote it never decides on it (SOD-1)."""

    OWNERS: ClassVar[tuple[str, ...]] = ("author",)
    # Role (or OWN for the author) -> the statuses in which the record waits for it.
    HOLDERS: ClassVar[dict[str, tuple[str, ...]]] = {}
    UNDER_WAY: ClassVar[tuple[str, ...]] = ()
    DRAFTS: ClassVar[tuple[str, ...]] = ("draft",)
    UNIT_STATUSES: ClassVar[tuple[str, ...]] = ("unit_review",)

    unit = models.ForeignKey(
        "accounts.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("unit")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("filed by"),
    )

    class Meta:
        abstract = True

    def __str__(self):
        return bilingual(self, "title")

    def get_absolute_url(self):
        return reverse(f"{self._meta.model_name}-detail", args=[self.pk])

    @property
    def authors(self) -> set[int]:
        """Whoever wrote or sent it, or whom it is about (SOD-1)."""
        senders = Event.objects.of(self).filter(verb="submit").values_list("by", "acting_for")
        owners = {getattr(self, f"{field}_id", None) for field in self.OWNERS}
        people = {self.author_id, *owners, *(pk for pair in senders for pk in pair)}
        return {pk for pk in people if pk is not None}

    def barred_from(self, step: Any, user: Any) -> str:
        """Beyond the unit, nobody of the unit decides (SOD-3)."""
        if not step.decides or self.status in self.UNIT_STATUSES:  # type: ignore[attr-defined]
            return ""
        persons = [person for person in (user, user.acting_for) if person is not None]
        if any(person.unit_id == self.unit_id for person in persons):
            return gettext("You belong to the unit that files this: somebody else must decide.")
        return ""
