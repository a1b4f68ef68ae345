"""Who may do what with experts, projects, trips, conferences and contests (§7.2): a line a verb."""

from __future__ import annotations

from typing import Any

import rules

from accounts.models.role import CosignArea
from accounts.roles import (
    administers_unit,
    cosign_areas_of,
    heads_unit,
    is_department_admin,
    is_director,
    is_finance,
    is_leader,
    is_staff_member,
    is_visitors_desk,
)
from core.permissions import permit
from visitors.models.trip import OPINION_AREAS


@rules.predicate
def is_author(user: Any, record: Any = None) -> bool:
    return record is not None and record.author_id == user.pk


@rules.predicate
def is_traveller(user: Any, record: Any = None) -> bool:
    return record is not None and user.pk in {record.author_id, record.traveller_id}


@rules.predicate
def is_scholar(user: Any, record: Any = None) -> bool:
    return record is not None and is_traveller(user, record.trip)


@rules.predicate
def is_project_leader(user: Any, record: Any = None) -> bool:
    return record is not None and user.pk in {record.author_id, record.leader_id}


@rules.predicate
def is_entrant(user: Any, record: Any = None) -> bool:
    return record is not None and record.teacher_id == user.pk


@rules.predicate
def is_editable(user: Any, record: Any = None) -> bool:
    return record is None or record.is_editable


@rules.predicate
def keeps_accounts(user: Any, record: Any = None) -> bool:
    return record is not None and record.keeps_accounts


@rules.predicate
def takes_participants(user: Any, record: Any = None) -> bool:
    return record is not None and record.takes_participants


@rules.predicate
def clears_content(user: Any, record: Any = None) -> bool:
    return CosignArea.PUBLICITY in cosign_areas_of(user)


@rules.predicate
def gives_opinions(user: Any, record: Any = None) -> bool:
    return bool(set(OPINION_AREAS) & cosign_areas_of(user))


@rules.predicate
def is_judge(user: Any, record: Any = None) -> bool:
    return record is not None and record.edition.judges.filter(user=user.pk).exists()


files_for_unit = is_author | administers_unit | is_visitors_desk
may_file = is_staff_member | is_department_admin | is_visitors_desk

# Experts: units file theirs; permits, reminders and letters are the desk's; pay is read by few.
permit("visitors.add_expert", is_department_admin | is_visitors_desk)
permit("visitors.change_expert", administers_unit | is_visitors_desk)
permit("visitors.add_passport_expert", administers_unit | is_visitors_desk)
permit("visitors.add_permit_expert", is_visitors_desk)
permit("visitors.snooze_expert", is_visitors_desk)
permit("visitors.read_salary", is_visitors_desk | is_director | is_finance)
permit("visitors.add_engagement", is_department_admin | is_visitors_desk)
permit("visitors.change_engagement", (administers_unit | is_visitors_desk) & is_editable)
permit("visitors.teach_engagement", administers_unit | is_visitors_desk)
permit("visitors.request_letter_engagement", is_visitors_desk)
permit("visitors.attach_engagement", administers_unit | is_visitors_desk)
permit("visitors.submit_engagement", administers_unit | (is_author & is_visitors_desk))
permit("visitors.endorse_engagement", heads_unit)
permit("visitors.approve_engagement", is_visitors_desk | is_director)
permit("visitors.return_engagement", heads_unit | is_visitors_desk | is_director)
for verb in ("invite", "grant_visa", "terminate", "end"):
    permit(f"visitors.{verb}_engagement", is_visitors_desk)
permit("visitors.extend_engagement", is_visitors_desk | is_director)
for verb in ("arrive", "take_up", "cancel"):
    permit(f"visitors.{verb}_engagement", administers_unit | is_visitors_desk)
permit("visitors.add_lecture", is_department_admin | is_visitors_desk)
for verb in ("change", "submit", "revise", "hold", "cancel"):
    permit(f"visitors.{verb}_lecture", administers_unit | is_visitors_desk)
permit("visitors.clear_lecture", clears_content)
permit("visitors.refuse_lecture", clears_content)

# Projects.
permit("visitors.add_expertproject", is_department_admin | is_staff_member | is_visitors_desk)
permit(
    "visitors.change_expertproject", (is_project_leader | administers_unit | is_visitors_desk) & is_editable
)
permit("visitors.budget_expertproject", is_project_leader | administers_unit | is_visitors_desk)
permit(
    "visitors.spend_expertproject", (is_project_leader | administers_unit | is_visitors_desk) & keeps_accounts
)
permit("visitors.receive_expertproject", (is_finance | is_visitors_desk) & keeps_accounts)
for verb in ("approve", "reject", "close", "return_funds"):
    permit(f"visitors.{verb}_expertproject", is_visitors_desk | is_director)
for verb in ("start", "complete"):
    permit(f"visitors.{verb}_expertproject", is_project_leader | administers_unit | is_visitors_desk)
permit("visitors.decide_adjustments", is_visitors_desk | is_finance)
for verb in ("approve", "refuse"):
    permit(f"visitors.{verb}_adjustment", is_visitors_desk | is_finance)

# Trips.
permit("visitors.add_stafftrip", may_file)
permit("visitors.change_stafftrip", (is_traveller | administers_unit) & is_editable)
permit("visitors.attach_stafftrip", is_traveller | administers_unit | is_visitors_desk)
permit("visitors.submit_stafftrip", is_traveller | administers_unit)
permit("visitors.endorse_stafftrip", heads_unit)
permit("visitors.end_notice_stafftrip", is_traveller | administers_unit | is_visitors_desk)
permit("visitors.give_opinion_stafftrip", gives_opinions)
permit("visitors.accept_stafftrip", is_visitors_desk)
permit("visitors.authorise_stafftrip", is_leader)
permit("visitors.record_permit_stafftrip", is_visitors_desk)
permit("visitors.return_stafftrip", heads_unit | is_visitors_desk | is_leader)
permit("visitors.refuse_stafftrip", is_visitors_desk | is_leader)
for verb in ("amend", "depart", "come_back", "hand_in", "cancel", "stay_home"):
    permit(f"visitors.{verb}_stafftrip", is_traveller | administers_unit | is_visitors_desk)
permit("visitors.take_passport_stafftrip", is_visitors_desk)
permit("visitors.close_stafftrip", is_visitors_desk)
permit("visitors.ask_change_stafftrip", is_traveller | administers_unit)
permit("visitors.report_stafftrip", is_traveller | administers_unit)
permit("visitors.write_scholarreport", is_scholar)
permit("visitors.decide_tripchanges", is_visitors_desk)
permit("visitors.approve_tripchange", is_visitors_desk | is_leader)
permit("visitors.refuse_tripchange", is_visitors_desk | is_leader)

# Conferences.
permit("visitors.add_conference", is_department_admin | is_staff_member)
permit("visitors.change_conference", (is_author | administers_unit) & is_editable)
permit("visitors.count_conference", files_for_unit & takes_participants)
permit("visitors.attach_conference", files_for_unit)
permit("visitors.reply_conference", is_visitors_desk)
for verb in ("apply", "submit", "announce", "hold", "postpone", "cancel"):
    permit(f"visitors.{verb}_conference", is_author | administers_unit)
permit("visitors.endorse_conference", heads_unit)
permit("visitors.accept_conference", is_visitors_desk)
permit("visitors.authorise_conference", is_leader)
permit("visitors.approve_conference", is_visitors_desk)
permit("visitors.return_conference", heads_unit | is_visitors_desk | is_leader)
permit("visitors.close_conference", is_author | administers_unit)
permit("visitors.ask_summary_conference", rules.always_false)

# The teaching contest.
permit("visitors.add_contestedition", is_visitors_desk)
permit("visitors.change_contestedition", is_visitors_desk & is_editable)
for verb in ("open", "judge", "advance", "propose", "judge_again", "close"):
    permit(f"visitors.{verb}_contestedition", is_visitors_desk)
permit("visitors.award_contestedition", is_director)
permit("visitors.request_certificates_contestedition", is_visitors_desk)
permit("visitors.add_contestentry", is_staff_member)
permit("visitors.change_contestentry", is_entrant & is_editable)
permit("visitors.submit_contestentry", is_entrant)
permit("visitors.withdraw_contestentry", is_entrant)
permit("visitors.score_contestentry", is_judge)
for verb in ("promote", "eliminate", "honour", "pass_over"):
    permit(f"visitors.{verb}_contestentry", rules.always_false)
