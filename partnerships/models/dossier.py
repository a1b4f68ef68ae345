"""The renewal dossier (续签材料) of an agreement, made in the background."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Attachment, BackgroundRun
from core.models.background import BackgroundRunQuerySet
from partnerships.models.agreement import Agreement


class DossierQuerySet(BackgroundRunQuerySet):
    """Finds dossiers."""

    def visible_to(self, user: Any) -> DossierQuerySet:
        return self.filter(agreement__in=Agreement.objects.visible_to(user).values("pk"))


class RenewalDossier(BackgroundRun):
    """What was agreed and what came of it, with room for a recommendation."""

    RUN_TASK = "partnerships.tasks.make_dossier"

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="dossiers", verbose_name=_("agreement")
    )
    recommendation = models.TextField(_("recommendation"), max_length=4000, blank=True)
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ordered by")
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    attachments = GenericRelation(Attachment)
    objects = DossierQuerySet.as_manager()

    class Meta:
        verbose_name = _("renewal dossier")
        verbose_name_plural = _("renewal dossiers")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.agreement.label} {self.created_at:%Y-%m-%d}"

    def get_absolute_url(self):
        return self.agreement.get_absolute_url()
