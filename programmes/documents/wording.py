"""Conditions, reasons and ties in words people read."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programmes.models import EligibilityCheck, EligibilityRule, StudyLevel


def condition_line(row: dict[str, Any]) -> str:
    """One answer of a condition as a sentence: what is wanted, what there is, what is missing."""
    label = str(EligibilityRule.Kind(row["kind"]).label)
    wants, has = _value(row["kind"], row.get("wants", "")), _value(row["kind"], row.get("has", ""))
    match row.get("code", ""):
        case "missing":
            return _("%(condition)s: %(wants)s – evidence is missing") % {
                "condition": label,
                "wants": wants or "–",
            }
        case "other_scale":
            return _("%(condition)s: %(wants)s wanted, yours is %(has)s – scales are not compared") % {
                "condition": label, "wants": wants, "has": has
            }  # fmt: skip
        case "lapses_before_deadline":
            return _("%(condition)s: your certificate lapses before the deadline of the host") % {
                "condition": label
            }
        case "graduates_before":
            return _("%(condition)s: you graduate on %(has)s, before the stay ends") % {
                "condition": label,
                "has": has,
            }
        case "discipline":
            return _("A disciplinary measure is in force")
        case "arrears":
            return _("Fees are owed")
        case "":
            return f"{label}: {wants}" if wants else label
        case _other:
            return _("%(condition)s: %(wants)s wanted, yours is %(has)s") % {
                "condition": label, "wants": wants, "has": has or "–"
            }  # fmt: skip


def _value(kind: str, text: str) -> str:
    return str(StudyLevel(text).label) if kind == "level" and text in StudyLevel.values else text


def summary_of(results: list[dict[str, Any]]) -> str:
    """ "You meet 5 of 6 conditions." """
    met = sum(row["result"] == "pass" or bool(row.get("excepted")) for row in results)
    return ngettext(
        "You meet %(met)s of %(total)s condition.", "You meet %(met)s of %(total)s conditions.", len(results)
    ) % {"met": met, "total": len(results)}


def explain_choice(explanation: dict[str, Any]) -> str:
    """Why a choice did not become the place (A10)."""
    match explanation.get("why"):
        case "full":
            last = explanation.get("last_rank")
            if last:
                return _("All places went to students ranked before you; the last had rank %(rank)s.") % {
                    "rank": last
                }
            return _("There was no free place in this round.")
        case "not_eligible":
            return _("A condition of this programme was not met.")
        case "has_better":
            return _("You were placed at a choice you ranked higher.")
        case "closed":
            return _("This programme was withdrawn from the round.")
    return ""


def tie_words(name: str) -> str:
    """What decided between students with the same total (EC-54)."""
    words = {
        "language": _("same total: the better language decided"),
        "gpa": _("same total and language: the better average decided"),
        "submitted": _("the earlier submission decided"),
        "draw": _("everything was the same: a recorded draw decided"),
    }
    return words.get(name, "")


def check_lines(check: EligibilityCheck) -> list[dict[str, Any]]:
    """The answers of a check with their words."""
    return [row | {"text": condition_line(row)} for row in check.results]
