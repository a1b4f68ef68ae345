"""Who may run classes, keep rosters and enter results (§7.2)."""

from __future__ import annotations

from typing import Any

import rules

from accounts.roles import administers_unit, heads_unit, is_department_admin, is_director, is_training_desk
from core.permissions import permit


@rules.predicate
def is_class_editable(user: Any, record: Any = None) -> bool:
    return record is not None and getattr(record, "training_class", record).is_editable


@rules.predicate
def class_takes_trainees(user: Any, record: Any = None) -> bool:
    return record is not None and getattr(record, "training_class", record).takes_trainees


@rules.predicate
def class_records_are_open(user: Any, record: Any = None) -> bool:
    return record is not None and getattr(record, "training_class", record).records_are_open


@rules.predicate
def attendance_is_locked(user: Any, record: Any = None) -> bool:
    return record is not None and record.attendance_is_locked


@rules.predicate
def override_is_wanted(user: Any, record: Any = None) -> bool:
    return record is not None and record.is_override_wanted


permit("training.add_trainingclass", is_department_admin)
permit("training.change_trainingclass", administers_unit & is_class_editable)
for verb in ("open_enrolment", "confirm", "start", "finish", "complete", "close", "cancel"):
    permit(f"training.{verb}_trainingclass", administers_unit)

permit("training.reopen_attendance_trainingclass", is_training_desk & attendance_is_locked)
permit("training.import_trainingclass", administers_unit & class_takes_trainees)
permit("training.record_trainingclass", administers_unit & class_records_are_open)
permit("training.check_results_trainingclass", (administers_unit | heads_unit) & class_records_are_open)
permit("training.request_certificates_trainingclass", administers_unit)

permit("training.change_trainee", administers_unit & is_class_editable)
permit("training.admit_trainee", administers_unit)
permit("training.decline_trainee", administers_unit)
permit("training.waive_fee_trainee", heads_unit)
permit("training.withdraw_trainee", administers_unit)
permit("training.expel_trainee", administers_unit)
permit("training.ask_override_trainee", administers_unit)
permit("training.override_trainee", (is_training_desk | is_director) & override_is_wanted)
for verb in ("attend", "complete", "fail", "register"):
    permit(f"training.{verb}_trainee", rules.always_false)
