"""The submitted versions of an agreement, compared."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.views.generic import DetailView

from core.history import difference
from core.models import Snapshot
from core.views import Scoped
from partnerships.models import Agreement


def labels() -> dict[str, str]:
    """What the columns of a submitted version are called."""
    return {field.name: str(field.verbose_name) for field in Agreement._meta.concrete_fields} | {
        "partners": gettext("Partners"),
        "files": gettext("Files"),
    }


class AgreementVersions(Scoped, DetailView):
    """Every submitted version, its fingerprint, and what changed between two of them."""

    model = Agreement
    template_name = "partnerships/agreement_versions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        snapshots = list(Snapshot.objects.of(self.object).select_related("by"))
        by_number = {str(snapshot.number): snapshot for snapshot in snapshots}
        old = by_number.get(self.request.GET.get("old", ""), snapshots[-2] if len(snapshots) > 1 else None)
        new = by_number.get(self.request.GET.get("new", ""), snapshots[-1] if snapshots else None)
        changes = difference(old.content, new.content, labels()) if old and new else []
        return super().get_context_data(
            record=self.object, snapshots=snapshots, old=old, new=new, changes=changes, **kwargs
        )
