"""Publicity is written, approved by its fingerprint, published, checked and taken down (§1.6)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role, User
from accounts.models.role import CosignArea
from core.attachments import attach
from core.flow import StepNotAllowed, remember
from core.history import save_with_history, take_snapshot
from core.models import Attachment
from core.uploads import DOCUMENTS, IMAGES
from notifications.actions import notify
from training.actions.publicity_checks import IN_FORCE, problems_of_item
from training.flow import PUBLICITY_FLOW
from training.models import PublicityItem, RectificationTicket, SpotCheck

S = PublicityItem.Status


@transaction.atomic
def save_publicity(
    item: PublicityItem, *, by: Any, version: int | None = None, files: Any = ()
) -> PublicityItem:
    """Keep what was typed; what was approved before needs approval again (PB-3)."""
    if not item.pk:
        item.author = by
    save_with_history(item, by=by, version=version)
    for upload in files:
        attach(item, upload, category="publicity", by=by, allowed=DOCUMENTS | IMAGES, visibility="internal")
    _reopen_if_changed(item)
    return item


def _reopen_if_changed(item: PublicityItem) -> None:
    revisable = PUBLICITY_FLOW.steps["revise"].sources
    approved = item.approved_sha256
    if item.status not in revisable or (approved and item.fingerprint() == approved):
        return
    PUBLICITY_FLOW.move(item, "revise", by=None)
    _forget_approval(item)


def _forget_approval(item: PublicityItem) -> None:
    item.approved_sha256, item.approved_at, item.published_at, item.cosigned_by = "", None, None, None
    item.save(update_fields=["approved_sha256", "approved_at", "published_at", "cosigned_by"])


@transaction.atomic
def remove_publicity_file(item: PublicityItem, file: Attachment, *, by: Any) -> None:
    """The file no longer belongs to the item; it stays on record (PB-3)."""
    locked = PublicityItem.objects.select_for_update().get(pk=item.pk)
    if not by.has_perm("training.change_publicityitem", locked):
        raise PermissionDenied
    Attachment.objects.of(locked).filter(pk=file.pk).update(replaced_by=file)
    remember(locked, "remove_file", by=by, note=file.original_name)
    _reopen_if_changed(locked)


@transaction.atomic
def submit_publicityitem(
    item: PublicityItem, *, by: Any, note: str = "", version: int | None = None
) -> PublicityItem:
    """The unit hands it in: project approved, statements made, no forbidden wording (PB-1, PB-2, PB-6)."""
    if item.status in PUBLICITY_FLOW.steps["submit"].sources:
        problems = problems_of_item(item)
        if problems:
            raise ValidationError(problems)
    sha256 = take_snapshot(item, item.content(), by=by).sha256
    PUBLICITY_FLOW.move(item, "submit", by=by, note=note, version=version, snapshot_sha256=sha256)
    notify(
        User.objects.holding(Role.DEPARTMENT_HEAD, unit=item.unit), "training.publicity_submitted", about=item
    )
    return item


@transaction.atomic
def endorse_publicityitem(
    item: PublicityItem, *, by: Any, note: str = "", version: int | None = None
) -> PublicityItem:
    """The head of the unit answers for what it says."""
    PUBLICITY_FLOW.move(item, "endorse", by=by, note=note, version=version)
    notify(User.objects.holding(Role.TRAINING_DESK), "training.publicity_submitted", about=item)
    return item


@transaction.atomic
def approve_publicityitem(
    item: PublicityItem, *, by: Any, note: str = "", version: int | None = None
) -> PublicityItem:
    """Exactly this text and these files; media outside want a cosign first (PB-3)."""
    problems = problems_of_item(item) if item.status == S.OFFICE_REVIEW else []
    if problems:
        raise ValidationError(problems)
    target = S.COSIGN if item.needs_cosign else S.APPROVED
    sha256 = item.fingerprint()
    PUBLICITY_FLOW.move(item, "approve", by=by, note=note, version=version, to=target, snapshot_sha256=sha256)
    item.approved_sha256 = sha256
    item.approved_at = None if item.needs_cosign else timezone.now()
    item.save(update_fields=["approved_sha256", "approved_at"])
    if item.needs_cosign:
        people = User.objects.holding(Role.COSIGNER, area=CosignArea.PUBLICITY)
        notify(people, "training.publicity_submitted", about=item)
    else:
        notify([item.author], "training.publicity_approved", about=item)
    return item


@transaction.atomic
def cosign_publicityitem(
    item: PublicityItem, *, by: Any, note: str = "", version: int | None = None
) -> PublicityItem:
    """The publicity department agrees to what the office has seen."""
    PUBLICITY_FLOW.move(item, "cosign", by=by, note=note, version=version)
    item.cosigned_by, item.approved_at = by, timezone.now()
    item.save(update_fields=["cosigned_by", "approved_at"])
    notify([item.author], "training.publicity_approved", about=item)
    return item


@transaction.atomic
def return_publicityitem(
    item: PublicityItem, *, by: Any, note: str = "", version: int | None = None
) -> PublicityItem:
    """Somebody asks for changes."""
    PUBLICITY_FLOW.move(item, "return", by=by, note=note, version=version)
    _forget_approval(item)
    notify([item.author], "training.publicity_returned", about=item, note=note)
    return item


@transaction.atomic
def publish_publicityitem(
    item: PublicityItem, *, by: Any, note: str = "", url: str = "", version: int | None = None
) -> PublicityItem:
    """It is public from now on, as approved and not otherwise (PB-3, PB-4)."""
    today = timezone.localdate()
    if item.status == S.APPROVED:
        if not item.is_as_approved:
            raise StepNotAllowed(_("Text or files differ from what was approved (PB-3)."))
        if item.proposal.status not in IN_FORCE:
            raise ValidationError(_("The project is not in force: nothing can be published about it (PB-1)."))
        if item.publish_to and item.publish_to < today:
            raise ValidationError(_("The last day of publication is over (PB-4)."))
    PUBLICITY_FLOW.move(item, "publish", by=by, note=note, version=version)
    item.published_at, item.url = timezone.now(), url or item.url
    item.save(update_fields=["published_at", "url"])
    return item


@transaction.atomic
def take_down_publicityitem(
    item: PublicityItem, *, by: Any, note: str = "", version: int | None = None
) -> PublicityItem:
    """It is no longer public."""
    PUBLICITY_FLOW.move(item, "take_down", by=by, note=note, version=version)
    notify([item.author], "training.publicity_taken_down", about=item, note=note)
    return item


@transaction.atomic
def take_down_publicity_of(proposal: Any, *, note: str = "") -> int:
    """All publicity of a project that was suspended, ended or lapsed disappears."""
    return PUBLICITY_FLOW.move_many(proposal.publicity.all(), "remove", note=note)


@transaction.atomic
def expire_publicity(today: date | None = None) -> int:
    """What is past its last day is hidden (PB-4)."""
    today = today or timezone.localdate()
    return PUBLICITY_FLOW.move_many(PublicityItem.objects.expired_on(today), "expire")


@transaction.atomic
def spot_check_publicity(
    item: PublicityItem, *, by: Any, url: str, is_as_approved: bool, finding: str = ""
) -> SpotCheck:
    """Somebody of the office looked at the published page; a difference becomes a ticket (PB-5)."""
    locked = PublicityItem.objects.select_for_update().get(pk=item.pk)
    if not by.has_perm("training.spot_check_publicityitem", locked):
        raise PermissionDenied
    if locked.status not in {S.PUBLISHED, S.EXPIRED, S.TAKEN_DOWN}:
        raise ValidationError(_("Only what was published can be checked."))
    if not is_as_approved and not finding.strip():
        raise ValidationError({"finding": _("Say what differs.")})
    today = timezone.localdate()
    check = SpotCheck.objects.create(
        item=locked, checked_on=today, by=by, url=url, is_as_approved=is_as_approved, finding=finding
    )
    remember(locked, "spot_check", by=by, note=finding, payload={"as_approved": is_as_approved})
    if not is_as_approved:
        ticket = RectificationTicket.objects.create(
            unit=locked.unit,
            proposal=locked.proposal,
            training_class=locked.training_class,
            source=RectificationTicket.Source.PUBLICITY,
            severity=RectificationTicket.Severity.MAJOR,
            title=_("Published otherwise than approved")[:150],
            description=f"{url}\n{finding}",
            opened_by=by,
            due_on=today + timedelta(days=3),
        )
        notify(
            User.objects.holding(Role.DEPARTMENT_ADMIN, unit=locked.unit),
            "training.ticket_opened",
            about=ticket,
        )
    return check
