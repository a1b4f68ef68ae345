"""The statement of the exchange balance (互惠平衡对账单), in both languages."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from core.dates import printed_date
from core.pdf import render_template_pdf
from partnerships.actions.balance import balance_of
from partnerships.models import BalanceEntry, BalanceStatement


def render_statement(statement: BalanceStatement) -> bytes:
    """What both sides sent, year by year, for the partner to confirm."""
    return render_template_pdf(
        "partnerships/pdf/statement.html", statement_context(statement), language="zh-hans"
    )


def statement_context(statement: BalanceStatement) -> dict[str, Any]:
    """What the statement shows: no student by name, only sums (§9.6)."""
    agreement = statement.agreement
    partners = list(agreement.partners.order_by("parties__position"))
    return {
        "document": {
            "number": agreement.number,
            "date": printed_date(statement.as_of, "zh-hans", official=True),
            "date_en": printed_date(statement.as_of, "en"),
            "title_zh": "学生交换互惠平衡对账单",
            "title_en": "Statement of the Student Exchange Balance",
            "issuer_zh": settings.OFFICE_NAME_ZH,
            "issuer_en": settings.OFFICE_NAME_EN,
        },
        "university": {"zh": settings.UNIVERSITY_NAME_ZH, "en": settings.UNIVERSITY_NAME_EN},
        "agreement": agreement,
        "partners_zh": "、".join(partner.name_zh for partner in partners),
        "partners_en": "; ".join(partner.name_en or partner.name_zh for partner in partners),
        "balance": balance_of(agreement),
        "corrections": BalanceEntry.objects.all().of_chain(agreement).counted().filter(kind="correction"),
    }
