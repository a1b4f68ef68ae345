"""Conditions of programmes against the facts of a student: asked at any moment, kept at each step (§2.3)."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.policy import policy
from programmes.actions.telling import directors, tell
from programmes.eligibility import Answer, Condition, Facts, Score, Stay, evaluate, parse_option
from programmes.flow import EXCEPTION_FLOW
from programmes.models import (
    Application,
    Choice,
    DocumentSlot,
    EligibilityCheck,
    EligibilityException,
    EligibilityRule,
    LanguageTest,
    Mobility,
    Offering,
    Programme,
    ProgrammeType,
    StudentProfile,
)

GONE = (
    Mobility.Status.ABROAD, Mobility.Status.EARLY_RETURN, Mobility.Status.RETURNED,
    Mobility.Status.CREDIT_REVIEW, Mobility.Status.CREDIT_RECOGNISED, Mobility.Status.COMPLETED,
)  # fmt: skip


def facts_of(profile: StudentProfile) -> Facts:
    """What is known of the student now."""
    user = profile.user
    prior = Mobility.objects.filter(
        student=user, level=profile.level, type=ProgrammeType.EXCHANGE, status__in=GONE
    ).count()
    return Facts(
        level=profile.level,
        year_of_study=profile.year_of_study,
        graduates_on=profile.graduates_on,
        major=profile.major_zh,
        college=user.unit.code if user.unit else "",
        gpa=profile.gpa,
        gpa_scale=profile.gpa_scale,
        rank_percent=profile.rank_percent,
        failed_courses=profile.failed_courses,
        has_discipline=profile.has_discipline,
        has_arrears=profile.has_arrears,
        passport_expires_on=profile.passport_expires_on,
        born_on=profile.born_on,
        prior_exchanges=prior,
        scores=tuple(
            Score(score.test, score.score, score.lowest_band, score.expires_on)
            for score in profile.language_scores.all()
        ),
    )


def conditions_of(rules: Any) -> list[Condition]:
    """The rows an officer edits, as the pure rules read them."""
    return [
        Condition(
            rule.pk, rule.kind, rule.minimum, rule.maximum, rule.scale, tuple(rule.option_lines), rule.level,
            rule.is_blocking,
        )
        for rule in rules
    ]  # fmt: skip


def stay_of(offering: Offering, today: date | None = None) -> Stay:
    """When the stay would be, and until when proofs must hold."""
    return Stay(
        today or timezone.localdate(), offering.starts_on, offering.ends_on, offering.host_deadline,
        policy("programmes.passport_months"),
    )  # fmt: skip


def answers_for(profile: StudentProfile, offering: Offering, facts: Facts | None = None) -> list[Answer]:
    """What the conditions of an offering say of a student, without keeping it (used while browsing)."""
    rules = offering.programme.rules.all()
    return evaluate(conditions_of(rules), facts or facts_of(profile), stay_of(offering))


def check_choice(choice: Choice, facts: Facts, moment: str) -> EligibilityCheck:
    """Ask every condition of a choice and keep the answers with what they looked at."""
    answers = evaluate(conditions_of(choice.offering.programme.rules.all()), facts, stay_of(choice.offering))
    granted = set(
        choice.exceptions.filter(status=EligibilityException.Status.GRANTED).values_list("rule", flat=True)
    )
    at_nomination = moment in {EligibilityCheck.Moment.NOMINATE, EligibilityCheck.Moment.DEPART}
    results, blocks = [], False
    for answer in answers:
        row = answer.as_dict() | {"excepted": answer.condition in granted}
        # The passport warns at submission and blocks at the nomination (EC-29).
        if answer.kind == EligibilityRule.Kind.PASSPORT and not at_nomination:
            row["blocks"] = False
        # What has no evidence yet may be submitted, but nobody is nominated on it.
        if answer.result == "unknown" and at_nomination:
            row["blocks"] = True
        row["blocks"] = row["blocks"] and not row["excepted"]
        blocks = blocks or row["blocks"]
        results.append(row)
    return EligibilityCheck.objects.create(
        choice=choice,
        moment=moment,
        results=results,
        facts=_readable(facts),
        passed=sum(row["result"] == "pass" or row["excepted"] for row in results),
        total=len(results),
        blocks=blocks,
    )


def _readable(facts: Facts) -> dict[str, Any]:
    return {
        name: [{key: str(value) for key, value in row.items() if value is not None} for row in content]
        if isinstance(content, list | tuple)
        else (None if content is None else str(content))
        for name, content in asdict(facts).items()
    }


def check_application(application: Application, moment: str) -> list[EligibilityCheck]:
    """Ask the conditions of every choice of the application."""
    profile = StudentProfile.objects.select_related("user__unit").get(user=application.student_id)
    facts = facts_of(profile)
    choices = application.choices.select_related("offering__programme").prefetch_related(
        "offering__programme__rules"
    )
    return [check_choice(choice, facts, moment) for choice in choices]


@transaction.atomic
def keep_rules(rules: list[EligibilityRule], removed: list[EligibilityRule], *, by: Any) -> None:
    """The conditions of a programme as an officer wrote them; language lines must be readable."""
    if not by.has_perm("programmes.change_programme"):
        raise PermissionDenied
    for rule in removed:
        rule.delete()
    for position, rule in enumerate(rules):
        rule.position = position
        check_options(rule)
        rule.save()


def check_options(rule: EligibilityRule) -> None:
    """A language line names a known test and a number."""
    if rule.kind != EligibilityRule.Kind.LANGUAGE:
        return
    for line in rule.option_lines:
        try:
            test, _least, _band = parse_option(line)
        except ValueError:
            test = ""
        if test not in LanguageTest.values:
            raise ValidationError(
                _(
                    "“%(line)s” is no language condition: write the test, the score and if needed the lowest band."
                ),
                params={"line": line},
            )


@transaction.atomic
def ask_exception(choice: Choice, *, by: Any, rule: EligibilityRule, reason: str) -> EligibilityException:
    """The desk asks the director to let a failed condition pass for this choice."""
    if not by.has_perm("programmes.ask_eligibilityexception", choice.application):
        raise PermissionDenied
    exception, made = EligibilityException.objects.get_or_create(
        choice=choice, rule=rule, defaults={"reason": reason, "author": by}
    )
    if made:
        tell(exception, "exception_asked", directors())
    return exception


@transaction.atomic
def grant_eligibilityexception(
    exception: EligibilityException, *, by: Any, note: str = "", version: int | None = None
) -> EligibilityException:
    """The condition no longer stands in the way of this choice."""
    EXCEPTION_FLOW.move(exception, "grant", by=by, note=note, version=version)
    tell(exception, "exception_decided", [exception.author])
    return exception


@transaction.atomic
def refuse_eligibilityexception(
    exception: EligibilityException, *, by: Any, note: str = "", version: int | None = None
) -> EligibilityException:
    """The condition stands."""
    EXCEPTION_FLOW.move(exception, "refuse", by=by, note=note, version=version)
    tell(exception, "exception_decided", [exception.author])
    return exception


def latest_check(choice: Choice) -> EligibilityCheck | None:
    """What the conditions said last."""
    return choice.checks.first()


@transaction.atomic
def keep_slots(
    programme: Programme, slots: list[DocumentSlot], removed: list[DocumentSlot], *, by: Any
) -> None:
    """The documents a programme asks for."""
    if not by.has_perm("programmes.change_programme", programme):
        raise PermissionDenied
    for slot in removed:
        slot.delete()
    for slot in slots:
        slot.programme = programme
        slot.save()
