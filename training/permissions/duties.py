"""Who may do what in publicity, money, inspections, complaints and the yearly filing (§7.2)."""

from __future__ import annotations

from typing import Any

import rules

from accounts.models.role import CosignArea
from accounts.roles import (
    administers_unit,
    cosign_areas_of,
    heads_unit,
    is_auditor,
    is_department_admin,
    is_department_head,
    is_director,
    is_finance,
    is_leader,
    is_training_desk,
)
from core.permissions import permit
from training.models import PublicityItem, Refund
from training.permissions.proposal import reviews_for_unit


@rules.predicate
def cosigns_publicity(user: Any, record: Any = None) -> bool:
    """The person answers for the publicity department."""
    return getattr(user, "is_authenticated", False) and CosignArea.PUBLICITY in cosign_areas_of(user)


def _at(*statuses: str) -> rules.Predicate:
    name = "stands_at_" + "_or_".join(str(status) for status in statuses)
    return rules.predicate(
        lambda user, record=None: record is not None and record.status in statuses, name=name
    )


@rules.predicate
def is_item_editable(user: Any, record: Any = None) -> bool:
    return record is not None and record.is_editable


governing = is_training_desk | is_director

P = PublicityItem.Status
permit("training.add_publicityitem", is_department_admin)
permit("training.change_publicityitem", administers_unit & is_item_editable)
permit("training.submit_publicityitem", administers_unit)
permit("training.endorse_publicityitem", reviews_for_unit)
permit("training.approve_publicityitem", governing)
permit("training.cosign_publicityitem", cosigns_publicity)
permit(
    "training.return_publicityitem",
    (reviews_for_unit & _at(P.UNIT_REVIEW))
    | (governing & _at(P.OFFICE_REVIEW))
    | (cosigns_publicity & _at(P.COSIGN)),
)
permit("training.publish_publicityitem", administers_unit | governing)
permit("training.take_down_publicityitem", administers_unit | heads_unit | governing)
permit("training.spot_check_publicityitem", governing)
for verb in ("revise", "expire", "remove"):
    permit(f"training.{verb}_publicityitem", rules.always_false)

permit("training.add_payment", is_finance)
permit("training.confirm_payment", is_finance)
permit("training.void_payment", is_finance)
permit("training.export_payment", is_finance | is_training_desk | is_director | is_auditor)
R = Refund.Status
permit("training.add_refund", administers_unit)
permit("training.endorse_refund", reviews_for_unit)
permit("training.approve_refund", is_finance)
permit(
    "training.reject_refund",
    (reviews_for_unit & _at(R.UNIT_REVIEW)) | (is_finance & _at(R.FINANCE_REVIEW)),
)
permit("training.add_expense", is_finance)
permit("training.confirm_expense", is_finance)
permit("training.void_expense", is_finance)

permit("training.add_inspection", governing)
permit("training.draw_inspection", governing)
permit("training.carry_out_inspection", governing)
permit("training.cancel_inspection", governing)
permit("training.add_rectificationticket", governing)
permit("training.answer_rectificationticket", administers_unit | heads_unit)
permit("training.verify_rectificationticket", governing)
permit("training.reopen_rectificationticket", governing)
permit("training.void_rectificationticket", governing)

permit("training.open_survey_trainingclass", administers_unit | is_training_desk)
permit("training.print_codes_trainingclass", administers_unit)
permit("training.show_code_trainingclass", administers_unit)

permit("training.examine_complaint", governing)
permit("training.reply_complaint", governing)
permit("training.dismiss_complaint", governing)
permit("training.read_contact_complaint", governing)

permit("training.add_annualfiling", is_training_desk)
permit("training.freeze_annualfiling", is_training_desk)
permit("training.file_annualfiling", is_director)
permit("training.compute_performancefigure", governing)
permit(
    "training.read_board",
    governing | is_leader | is_auditor | is_finance | is_department_admin | is_department_head,
)
