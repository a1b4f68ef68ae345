"""What the public sees of the partnerships: the directory with its map, the laboratories."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.views.generic import TemplateView

from core.text import bilingual, search_key
from partnerships import world
from partnerships.models import Agreement, Institution, Laboratory
from partnerships.models.choices import AgreementKind

MOST = 600


def shown_partners() -> Any:
    """Institutions with an agreement in force or a laboratory at work today; what is public of them (AG-08)."""
    today = timezone.localdate()
    held = Agreement.objects.in_force(today)
    laboratories = Laboratory.objects.active(today)
    return (
        Institution.objects.standing()
        .exclude(status__in=[Institution.Status.BLACKLISTED, Institution.Status.ENDED])
        .filter(
            Q(Exists(held.filter(partners=OuterRef("pk"))))
            | Q(Exists(laboratories.filter(partners=OuterRef("pk"))))
        )
        .select_related("region")
        .prefetch_related(
            Prefetch("agreements", queryset=held.only("pk", "kind", "effective_on"), to_attr="held_today"),
            Prefetch("laboratories", queryset=laboratories.only("pk"), to_attr="laboratories_today"),
        )
    )


@method_decorator(login_not_required, name="dispatch")
class PartnerDirectory(TemplateView):
    """The partner institutions on a map of the world and in a table that says the same."""

    template_name = "partnerships/partner_directory.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        partners = [
            self.entry(partner) for partner in shown_partners().order_by("region__name_en", "name_en")[:MOST]
        ]
        regions = Counter((one["region_code"], one["region"]) for one in partners)
        words, region = self.request.GET.get("q", "").strip()[:100], self.request.GET.get("region", "")[:2]
        wanted = [
            one
            for one in partners
            if (not region or one["region_code"] == region)
            and (not words or search_key(words) in search_key(one["all_names"]))
        ]
        return super().get_context_data(
            partners=wanted,
            points=self.points(wanted),
            regions=sorted(regions.items(), key=lambda pair: (-pair[1], pair[0][1])),
            region=region,
            words=words,
            total=len(partners),
            width=world.WIDTH,
            height=world.HEIGHT,
            **kwargs,
        )

    def entry(self, partner: Institution) -> dict[str, Any]:
        held = partner.held_today  # type: ignore[attr-defined]  # the prefetch above
        kinds = dict.fromkeys(str(AgreementKind(one.kind).label) for one in held)
        return {
            "pk": partner.pk,
            "name": bilingual(partner, "name"),
            "other": partner.name_en if get_language() != "en" else partner.name_zh,
            "all_names": f"{partner.name_zh} {partner.name_en} {partner.name_local}",
            "region": bilingual(partner.region, "name"),
            "region_code": partner.region.alpha2,
            "city": bilingual(partner, "city"),
            "website": partner.website,
            "kinds": list(kinds),
            "since": min((one.effective_on.year for one in held), default=None),
            "laboratories": len(partner.laboratories_today),  # type: ignore[attr-defined]
            "place": self.place(partner),
        }

    def place(self, partner: Institution) -> tuple[float, float] | None:
        """Its own coordinates, else the middle of its country or region."""
        if partner.latitude is not None and partner.longitude is not None:
            return float(partner.latitude), float(partner.longitude)
        return world.centres().get(partner.region.alpha2)

    def points(self, partners: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Where each partner lies on the map, west to east as the eye and the keyboard go."""
        placed = sorted(
            ((world.project(*one["place"]), one) for one in partners if one["place"]),
            key=lambda pair: (pair[0][0], pair[0][1]),
        )
        spread = world.spread([point for point, _one in placed])
        return [
            {"x": f"{x:.1f}", "y": f"{y:.1f}"} | one
            for (x, y), (_point, one) in zip(spread, placed, strict=True)
        ]


@method_decorator(login_not_required, name="dispatch")
class LabDirectory(TemplateView):
    """The joint laboratories, for the public."""

    template_name = "partnerships/lab_directory.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        laboratories = (
            Laboratory.objects.active(timezone.localdate())
            .select_related("unit")
            .prefetch_related("partners__region")
            .order_by("founded_on", "pk")[:MOST]
        )
        return super().get_context_data(laboratories=laboratories, **kwargs)
