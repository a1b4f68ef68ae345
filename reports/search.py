"""One search over everything a person may see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from certificates.models import Certificate, CertificateBatch
from reports.worklist import title_of
from training.models import Proposal

SHORTEST = 2
PER_KIND = 10


@dataclass(frozen=True)
class Source:
    """A kind of record that can be found: what the person sees of it, by which words, under which name."""

    label: str | Promise
    visible: Callable[[Any], QuerySet]
    matches: Callable[[str], Q]
    text: Callable[[Any], str]


@dataclass(frozen=True)
class Hit:
    """One record found."""

    text: str
    url: str
    record: Any


SOURCES = [
    Source(
        _("Proposals"),
        lambda user: Proposal.objects.visible_to(user),
        lambda words: (
            Q(title_zh__icontains=words) | Q(title_en__icontains=words) | Q(approved_no__istartswith=words)
        ),
        lambda record: f"{record.number} {title_of(record)}",
    ),
    Source(
        _("Certificate batches"),
        lambda user: CertificateBatch.objects.visible_to(user),
        lambda words: Q(title_zh__icontains=words) | Q(title_en__icontains=words),
        title_of,
    ),
    Source(
        _("Certificates"),
        lambda user: Certificate.objects.visible_to(user),
        lambda words: Q(number__istartswith=words),
        str,
    ),
    Source(
        _("Users"),
        lambda user: (
            User.objects.visible_to(user) if user.has_perm("accounts.change_user") else User.objects.none()
        ),
        lambda words: Q(name_zh__icontains=words) | Q(name_en__icontains=words) | Q(email__istartswith=words),
        lambda record: f"{record} · {record.email}",
    ),
]


def find_everywhere(user: Any, words: str) -> list[tuple[str, list[Hit]]]:
    """The first records of each kind that hold the words and that the person may see."""
    if len(words) < SHORTEST:
        return []
    groups = []
    for source in SOURCES:
        found = source.visible(user).filter(source.matches(words)).order_by("-pk")[:PER_KIND]
        hits = [Hit(source.text(record), record.get_absolute_url(), record) for record in found]
        if hits:
            groups.append((str(source.label), hits))
    return groups
