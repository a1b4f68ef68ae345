"""Answers when the last day to file is."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from core.dates import parse_date
from visitors.models import FilingDay, FilingRule, latest_filing_day


class Command(BaseCommand):
    """The rules with their sources, and the last lawful day for a date."""

    help = "The latest lawful filing day under a rule for something that starts (or ended) on a day."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("rule", nargs="?", help="code of the rule, as --list prints it")
        parser.add_argument("date", nargs="?", help="the first day (for rules counted after: the last day)")
        parser.add_argument("--json", action="store_true", help="answer as JSON")
        parser.add_argument("--list", action="store_true", help="print the rules, a line each")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list"]:
            self.print_rules(as_json=options["json"])
            return
        if not (options["rule"] and options["date"]):
            raise CommandError("Name a rule and a date, or ask for --list.")
        found = latest_filing_day(self.rule(options["rule"]), self.date(options["date"]))
        self.stdout.write(
            json.dumps(as_data(found), ensure_ascii=False) if options["json"] else as_line(found)
        )

    def rule(self, code: str) -> FilingRule:
        rule = FilingRule.objects.active().filter(code=code).first()
        if rule is None:
            raise CommandError(f"There is no rule “{code}”; --list prints those there are.")
        return rule

    def date(self, text: str) -> date:
        try:
            return parse_date(text)
        except ValidationError as error:
            raise CommandError(error.messages[0]) from error

    def print_rules(self, *, as_json: bool) -> None:
        for rule in FilingRule.objects.active():
            if as_json:
                self.stdout.write(json.dumps(rule_data(rule), ensure_ascii=False))
            else:
                parts = (rule.code, rule.subject, lead_of(rule), rule.name_en, rule.source_en)
                self.stdout.write("\t".join(parts))


def lead_of(rule: FilingRule) -> str:
    """The lead as machines read it."""
    return f"{rule.lead} {rule.lead_unit} {rule.direction}"


def rule_data(rule: FilingRule) -> dict[str, Any]:
    """The rule as others may read it."""
    names = (
        "code", "subject", "name_zh", "name_en", "guest", "level", "activity", "direction", "lead", "lead_unit",
        "source_zh", "source_en", "consequence_zh", "consequence_en",
    )  # fmt: skip
    return {name: getattr(rule, name) for name in names}


def as_data(found: FilingDay) -> dict[str, Any]:
    """The answer with all it rests on."""
    rule = found.rule
    return {
        "rule": rule.code,
        "date": found.start.isoformat(),
        "latest_filing_day": found.day.isoformat(),
        "limit": found.limit.isoformat(),
        "moved_to_a_working_day": found.is_moved,
        "provisional": found.is_provisional,
        "direction": rule.direction,
        "lead": rule.lead,
        "lead_unit": rule.lead_unit,
        "source": rule.source_zh,
        "source_en": rule.source_en,
        "consequence": rule.consequence_zh,
        "consequence_en": rule.consequence_en,
    }


def as_line(found: FilingDay) -> str:
    """The answer as people read it."""
    provisional = " (provisional: the calendar of that year is not published)" if found.is_provisional else ""
    return f"{found.day.isoformat()}{provisional}\t{found.rule.source_en}"
