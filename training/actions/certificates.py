"""A class asks for its certificates."""

from __future__ import annotations

from typing import Any, cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from certificates.actions import Holder, Subject, request_batch
from certificates.models import CertificateBatch, CertificateType
from core.flow import remember
from training.models import Proposal, Trainee, TrainingClass


def source_of(training_class: TrainingClass) -> str:
    """The name under which the certificates know this class."""
    return f"training.trainingclass:{training_class.pk}"


@transaction.atomic
def request_certificates_trainingclass(training_class: TrainingClass, *, by: Any) -> CertificateBatch:
    """Certificates are asked for everybody who has completed and has none yet (TR-14, CT-11).

    Raises ValidationError while the class runs or the project is not in force.
    """
    locked = TrainingClass.objects.select_for_update().get(pk=training_class.pk)
    if not by.has_perm("training.request_certificates_trainingclass", locked):
        raise PermissionDenied
    proposal = locked.proposal
    if locked.status not in {TrainingClass.Status.FINISHED, TrainingClass.Status.CLOSED}:
        raise ValidationError(_("Certificates can be asked for once the class is finished."))
    if proposal.status not in {Proposal.Status.APPROVED, Proposal.Status.EXECUTING}:
        raise ValidationError(_("The project is not in force: no certificates can be asked for."))
    completed = (
        locked.trainees.filter(status=Trainee.Status.COMPLETED)
        .select_related("identity", "nationality")
        .order_by("pk")
    )
    batch = request_batch(
        type_code=cast(CertificateType, proposal.certificate_type).code,  # no approval without one
        unit=proposal.unit,
        subject=_subject(locked),
        holders=[_holder(trainee) for trainee in completed],
        source=source_of(locked),
        language_pair=proposal.is_bilingual_certificate,
        by=by,
    )
    remember(locked, "request_certificates", by=by, payload={"batch": batch.pk})
    return batch


def _subject(training_class: TrainingClass) -> Subject:
    proposal = training_class.proposal
    return Subject(
        title_zh=proposal.certificate_title_zh or proposal.title_zh,
        title_en=proposal.certificate_title_en or proposal.title_en,
        unit_zh=proposal.unit.name_zh,
        unit_en=proposal.unit.name_en,
        start_on=training_class.start_on,
        end_on=training_class.end_on,
        hours=proposal.hours_total,
    )


def _holder(trainee: Trainee) -> Holder:
    region = trainee.nationality
    return Holder(
        source_key=trainee.source_key,
        name_zh=trainee.name_zh,
        name_latin=trainee.name_latin,
        identity_number=trainee.identity.number,
        last4=trainee.identity.last4,
        dob=trainee.dob,
        nationality_zh=region.name_zh if region else "",
        nationality_en=region.name_en if region else "",
    )
