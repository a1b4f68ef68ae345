"""A conference from forecast to summary (§4.4)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role, User
from core.flow import remember
from core.history import save_with_history, take_snapshot
from core.numbers import next_number
from core.policy import policy
from notifications.actions import notify
from visitors.flow import CONFERENCE_FLOW
from visitors.models import Conference, ConferenceReply, add_months, strictest_of

S = Conference.Status
AUTHORITIES = (ConferenceReply.Authority.EDUCATION, ConferenceReply.Authority.FOREIGN_AFFAIRS)


@transaction.atomic
def forecast_conference(conference: Conference, *, by: Any) -> Conference:
    """A college says that it wants to hold a conference, as a rule by the end of November before."""
    if not by.has_perm("visitors.add_conference"):
        raise PermissionDenied
    conference.author, conference.forecast_on = by, timezone.localdate()
    return save_with_history(conference, by=by)


@transaction.atomic
def apply_conference(
    conference: Conference, *, by: Any, note: str = "", version: int | None = None
) -> Conference:
    """The forecast, or a postponed conference, becomes an application."""
    CONFERENCE_FLOW.move(conference, "apply", by=by, note=note, version=version)
    return conference


def conference_problems(conference: Conference) -> list[str]:
    """What forbids the application to be submitted."""
    problems = []
    most = policy("visitors.conference_max_days")
    if conference.days > most:
        problems.append(
            _("%(days)s days are planned, registration included; at most %(most)s are allowed.")
            % {"days": conference.days, "most": most}
        )
    if conference.start_on <= timezone.localdate():
        problems.append(_("The conference would have begun already."))
    needed = {
        _("English title"): conference.title_en,
        _("background and need"): conference.background,
        _("main topic and sub-topics"): conference.topics,
        _("source of funds"): conference.fund_source,
    }
    missing = [label for label, value in needed.items() if not value]
    if missing:
        problems.append(_("Still missing: %(what)s.") % {"what": "、".join(missing)})
    if not conference.participants.exists():
        problems.append(_("Enter the participants expected, by nationality."))
    elif conference.category != conference.category_by_rule:
        problems.append(
            _("By its participants this conference is “%(category)s”: correct the category.")
            % {"category": Conference.Category(conference.category_by_rule).label}
        )
    return problems


@transaction.atomic
def submit_conference(
    conference: Conference, *, by: Any, note: str = "", version: int | None = None
) -> Conference:
    """Checked, dated against the last day to file, kept as a snapshot (GN-06)."""
    problems = conference_problems(conference)
    if problems:
        raise ValidationError(problems)
    strictest = strictest_of((found.rule for found in conference.filing_days), conference.start_on)
    is_late = strictest is not None and strictest.is_missed_on(timezone.localdate())
    if is_late and not note.strip():
        raise ValidationError({"note": _("The last day to file has passed: say why it comes late.")})
    if conference.words_to_avoid and not note.strip():
        raise ValidationError(
            {
                "note": _(
                    "The name holds words that are not approved as a rule (%(words)s): say why they stay."
                )
                % {"words": "、".join(conference.words_to_avoid)}
            }
        )
    snapshot = take_snapshot(conference, content_of(conference), by=by)
    CONFERENCE_FLOW.move(
        conference, "submit", by=by, note=note, version=version, snapshot_sha256=snapshot.sha256
    )
    year = conference.start_on.year
    conference.number = conference.number or f"CONF-{year}-{next_number('visitors.conference', year):03d}"
    conference.is_late = is_late
    conference.save(update_fields=["number", "is_late"])
    heads = User.objects.holding(Role.DEPARTMENT_HEAD, unit=conference.unit)
    notify(heads, "visitors.conference_submitted", about=conference)
    return conference


def content_of(conference: Conference) -> dict[str, Any]:
    """The application as it is submitted."""
    names = (
        "title_zh", "title_en", "category", "role", "start_on", "end_on", "place", "expected_total", "expected_foreign",
        "hosts", "topics", "background", "organisations", "fund_source",
    )  # fmt: skip
    content = {name: getattr(conference, name) for name in names}
    rows = conference.participants.values_list("region__alpha3", "planned")
    return content | {"budget": str(conference.budget_amount), "participants": dict(rows)}


@transaction.atomic
def endorse_conference(
    conference: Conference, *, by: Any, note: str = "", version: int | None = None
) -> Conference:
    """The unit agrees."""
    CONFERENCE_FLOW.move(conference, "endorse", by=by, note=note, version=version)
    notify(User.objects.holding(Role.VISITORS_DESK), "visitors.conference_submitted", about=conference)
    return conference


@transaction.atomic
def accept_conference(
    conference: Conference, *, by: Any, note: str = "", version: int | None = None
) -> Conference:
    """The office accepts and fixes the grade."""
    CONFERENCE_FLOW.move(conference, "accept", by=by, note=note, version=version)
    conference.grade = conference.grade_by_rule
    conference.save(update_fields=["grade"])
    notify(User.objects.holding(Role.LEADER), "visitors.conference_submitted", about=conference)
    return conference


@transaction.atomic
def authorise_conference(
    conference: Conference, *, by: Any, note: str = "", version: int | None = None
) -> Conference:
    """The school agrees and asks the province."""
    CONFERENCE_FLOW.move(conference, "authorise", by=by, note=note, version=version)
    return conference


@transaction.atomic
def reply_conference(conference: Conference, reply: ConferenceReply, *, by: Any) -> ConferenceReply:
    """An authority has answered."""
    if not by.has_perm("visitors.reply_conference", conference):
        raise PermissionDenied
    if conference.status != S.EXTERNAL_REVIEW:
        raise ValidationError(_("Replies are entered while the province is asked."))
    reply.conference = conference
    reply.save()
    remember(conference, "reply", by=by, note=reply.note, payload={"reply": reply.reply_no})
    return reply


def replies_missing(conference: Conference) -> list[str]:
    """Authorities whose agreement is not on file; a later reply replaces an earlier one."""
    last: dict[str, bool] = dict(
        conference.replies.order_by("replied_on", "pk").values_list("authority", "agrees")
    )
    return [str(authority.label) for authority in AUTHORITIES if not last.get(authority)]


@transaction.atomic
def approve_conference(
    conference: Conference, *, by: Any, note: str = "", version: int | None = None
) -> Conference:
    """All replies are there and agree."""
    missing = replies_missing(conference)
    if missing:
        raise ValidationError(_("No agreeing reply on file from: %(who)s.") % {"who": "、".join(missing)})
    CONFERENCE_FLOW.move(conference, "approve", by=by, note=note, version=version)
    notify([conference.author], "visitors.conference_decided", about=conference)
    return conference


@transaction.atomic
def announce_conference(
    conference: Conference, *, by: Any, note: str = "", version: int | None = None
) -> Conference:
    """From now on it may be announced."""
    CONFERENCE_FLOW.move(conference, "announce", by=by, note=note, version=version)
    return conference


@transaction.atomic
def hold_conference(
    conference: Conference, *, by: Any, note: str = "", version: int | None = None
) -> Conference:
    """It took place; the summary is due in sixty days."""
    if conference.end_on > timezone.localdate():
        raise ValidationError(_("The conference has not ended yet."))
    CONFERENCE_FLOW.move(conference, "hold", by=by, note=note, version=version)
    return conference


@transaction.atomic
def close_conference(
    conference: Conference, *, by: Any, summary: str, note: str = "", version: int | None = None
) -> Conference:
    """The summary is in and the participants are counted by nationality."""
    if not conference.participants.filter(actual__gt=0).exists():
        raise ValidationError(_("Enter who came, by nationality, before you close."))
    CONFERENCE_FLOW.move(conference, "close", by=by, note=note, version=version)
    conference.summary, conference.actual_total = summary, conference.participants_total
    conference.category = conference.category_by_rule
    conference.save(update_fields=["summary", "actual_total", "category"])
    return conference


@transaction.atomic
def return_conference(
    conference: Conference, *, by: Any, note: str = "", version: int | None = None
) -> Conference:
    """Back to the unit."""
    CONFERENCE_FLOW.move(conference, "return", by=by, note=note, version=version)
    notify([conference.author], "visitors.conference_returned", about=conference, note=note)
    return conference


@transaction.atomic
def postpone_conference(
    conference: Conference, *, by: Any, note: str = "", version: int | None = None
) -> Conference:
    """At least a month before; the new dates are approved again."""
    latest = add_months(conference.start_on, -policy("visitors.conference_change_months"))
    if timezone.localdate() > latest:
        raise ValidationError(_("Changes were possible until %(day)s.") % {"day": latest})
    CONFERENCE_FLOW.move(conference, "postpone", by=by, note=note, version=version)
    notify(User.objects.holding(Role.VISITORS_DESK), "visitors.conference_decided", about=conference)
    return conference


@transaction.atomic
def cancel_conference(
    conference: Conference, *, by: Any, note: str = "", version: int | None = None
) -> Conference:
    """It does not take place."""
    CONFERENCE_FLOW.move(conference, "cancel", by=by, note=note, version=version)
    return conference


def ask_summaries(today: date) -> int:
    """The day after a conference was recorded as held its summary is due."""
    return CONFERENCE_FLOW.move_many(Conference.objects.filter(end_on__lt=today), "ask_summary")
