"""One trainee is put on the roster by hand, with the same checks as a whole file (§1.3)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.flow import remember
from training.actions.enrolment import Applicant, document_of, new_trainee
from training.models import Trainee, TrainingClass


@transaction.atomic
def add_trainee(training_class: TrainingClass, applicant: Applicant, *, by: Any) -> Trainee:
    """The unit registers somebody who is sitting in front of it."""
    locked = TrainingClass.objects.select_for_update().select_related("proposal").get(pk=training_class.pk)
    if not by.has_perm("training.import_trainingclass", locked):
        raise PermissionDenied
    document, note, checked = document_of(applicant)
    if locked.trainees.filter(person=document.person_id).exists():
        raise ValidationError({"number": _("This person is on the roster already.")})
    if locked.trainees.filter(status__in=Trainee.HOLDING_A_PLACE).count() >= locked.quota:
        raise ValidationError(_("All places of this class are taken."))
    trainee = new_trainee(locked, applicant, document, checked, note, Trainee.Status.REGISTERED)
    remember(trainee, "register_by_unit", by=by)
    return trainee
