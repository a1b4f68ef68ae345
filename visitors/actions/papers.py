"""The papers of a reception are made in the background; a change makes anew only those it concerns."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.background import start_run
from core.flow import remember
from core.identity_numbers import expires_too_soon
from core.models import Attachment
from core.pdf import PdfError
from visitors.documents import (
    ZIP_MIME,
    Contents,
    fingerprint,
    inputs_of,
    letter_number,
    render_archive,
    render_paper,
)
from visitors.models import Delegation, DelegationMember, PaperKind, ReceptionPack, ReceptionPaper

K = PaperKind
FOR_THE_DECISION = (K.APPROVAL_SHEET, K.PROGRAMME, K.PLAN)
FOR_THE_VISIT = (*FOR_THE_DECISION, K.BADGES, K.SEAT_CARDS, K.MEALS, K.CARS, K.CALENDAR)
FOREIGN = "foreign"
# Letters print the passport number: only those who may see it may open them.
CONFIDENTIAL = frozenset({K.INVITATION, K.ARCHIVE})


def wanted_papers(delegation: Delegation) -> list[tuple[str, DelegationMember | None]]:
    """What there must be at this point of the visit."""
    status = Delegation.Status
    if delegation.status in Delegation.IN_REVIEW:
        return [(kind, None) for kind in FOR_THE_DECISION]
    if delegation.status not in Delegation.AGREED:
        return []
    wanted: list[tuple[str, DelegationMember | None]] = [(kind, None) for kind in FOR_THE_VISIT]
    wanted += [
        (K.INVITATION, member) for member in delegation.members.select_related("identity", "nationality")
    ]
    if delegation.status == status.CLOSED:
        wanted += [(K.SUMMARY, None), (K.ARCHIVE, None)]
    return wanted


def refresh_papers(delegation: Delegation) -> None:
    """Offer the visit to a worker, who looks which papers no longer hold."""
    if delegation.status in (*Delegation.IN_REVIEW, *Delegation.AGREED):
        pack, _created = ReceptionPack.objects.get_or_create(delegation=delegation)
        start_run(pack, total=len(wanted_papers(delegation)))


def work_on_pack(pack: ReceptionPack) -> None:
    """Make what is missing or no longer holds, paper by paper; a killed worker loses one at most."""
    delegation = Delegation.objects.select_related("unit", "author").get(pk=pack.delegation_id)
    done = failed = 0
    for kind, member in wanted_papers(delegation):
        if make_paper(delegation, kind, member).problem:
            failed += 1
        else:
            done += 1
        if not ReceptionPack.objects.all().beat(pack.pk, done=done, failed=failed):
            return  # offered anew meanwhile: the next worker goes on
    ReceptionPack.objects.all().finish(pack.pk, done=done, failed=failed)


@transaction.atomic
def make_paper(delegation: Delegation, kind: str, member: DelegationMember | None = None) -> ReceptionPaper:
    """The paper as the record is now; made only if what it prints has changed."""
    ReceptionPaper.objects.get_or_create(delegation=delegation, kind=kind, member=member)
    paper = ReceptionPaper.objects.select_for_update().get(delegation=delegation, kind=kind, member=member)
    contents = Contents(delegation)
    problem = problem_of(kind, member)
    if problem:
        return _leave(paper, problem)
    if kind == K.ARCHIVE:
        return _make_archive(paper, delegation)
    inputs = inputs_of(kind, contents, member)
    print_of = fingerprint(inputs)
    if paper.inputs == print_of and paper.attachment_id:
        return _leave(paper, "")
    try:
        content, mime, ending = render_paper(kind, inputs)
    except PdfError as error:
        return _leave(paper, str(error)[:300])
    if member:
        paper.number = letter_number(contents, member)
    _keep(paper, content, mime, _file_name(paper, ending), print_of)
    return paper


def problem_of(kind: str, member: DelegationMember | None) -> str:
    """Why a letter cannot be written: a visa asks for a passport, good for six months (INV rules)."""
    if kind != K.INVITATION or member is None or member.nationality.kind != FOREIGN:
        return ""
    if member.visa == DelegationMember.Visa.NONE:
        return ""
    if member.identity is None:
        return "no_passport"
    expires = member.identity.expires_on
    if expires and expires_too_soon(expires, member.last_day):
        return "passport_expires"
    return ""


def _leave(paper: ReceptionPaper, problem: str) -> ReceptionPaper:
    if paper.problem != problem:
        paper.problem = problem
        paper.save(update_fields=["problem"])
    return paper


def _file_name(paper: ReceptionPaper, ending: str) -> str:
    with override("zh-hans"):
        words = [paper.delegation.number or paper.delegation.title_zh, str(paper.get_kind_display())]
    if paper.member:
        words.append(paper.member.name_latin.replace("/", " "))
    return f"{' '.join(words)}.{ending}"


def _keep(paper: ReceptionPaper, content: bytes, mime: str, name: str, inputs: str) -> None:
    """The new file takes the place of the old one, which stays in the history."""
    attachment = Attachment(
        record=paper.delegation,
        category=f"paper_{paper.kind}",
        original_name=name,
        mime=mime,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        visibility=Attachment.Visibility.CONFIDENTIAL
        if paper.kind in CONFIDENTIAL
        else Attachment.Visibility.INTERNAL,
    )
    attachment.file.save(name, ContentFile(content), save=False)
    attachment.save()
    if paper.attachment_id:
        Attachment.objects.filter(pk=paper.attachment_id).update(replaced_by=attachment)
    paper.attachment, paper.inputs, paper.made_at, paper.problem = attachment, inputs, timezone.now(), ""
    paper.times_made += 1
    paper.save()


def _make_archive(paper: ReceptionPaper, delegation: Delegation) -> ReceptionPaper:
    """Summary, papers, photos, gifts and headcount in one file for the archive (归档)."""
    papers = delegation.papers.exclude(kind=K.ARCHIVE).select_related("attachment", "member").order_by("pk")
    kept = [one.attachment for one in papers if one.attachment]
    kept += list(Attachment.objects.of(delegation).current().filter(category="photo"))
    print_of = fingerprint({"files": [one.sha256 for one in kept]})
    if paper.inputs == print_of and paper.attachment_id:
        return _leave(paper, "")
    files = []
    for place, attachment in enumerate(kept, start=1):
        with attachment.file.open("rb") as file:
            files.append((f"{place:02d} {attachment.original_name}", file.read()))
    _keep(paper, render_archive(files), ZIP_MIME, _file_name(paper, "zip"), print_of)
    return paper


def withdraw_papers(delegation: Delegation, reason: str) -> None:
    """What was made for an approved visit holds no longer: nothing may be handed out, printed copies are stale."""
    delegation.papers.update(inputs="", problem=reason)


@transaction.atomic
def print_paper(paper: ReceptionPaper, *, by: Any) -> ReceptionPaper:
    """The paper leaves the portal in print: a later change makes that copy stale."""
    locked = ReceptionPaper.objects.select_for_update().select_related("delegation").get(pk=paper.pk)
    if not by.has_perm("visitors.print_delegation", locked.delegation):
        raise PermissionDenied
    if locked.problem:
        raise ValidationError(problem_text(locked.problem))
    locked.printed_at, locked.printed_inputs = timezone.now(), locked.inputs
    locked.save(update_fields=["printed_at", "printed_inputs"])
    remember(locked.delegation, "print", by=by, payload={"paper": locked.kind})
    return locked


@transaction.atomic
def request_papers(delegation: Delegation, *, by: Any) -> None:
    """Look at once whether every paper holds."""
    if not by.has_perm("visitors.make_papers_delegation", delegation):
        raise PermissionDenied
    refresh_papers(delegation)


def problem_text(code: str) -> str:
    """A problem in the reader's language."""
    known = {
        "reopened": _("The visit is being decided again: this paper holds no longer."),
        "cancelled": _("The visit is cancelled: this paper holds no longer."),
        "no_passport": _("The passport is not entered: no letter for a visa."),
        "passport_expires": _("The passport expires within six months of the visit: no letter for a visa."),
    }
    return known.get(code, code)
