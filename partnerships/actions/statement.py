"""The balance statement for the partner is made in the background and kept with the agreement (§3.4)."""

from __future__ import annotations

from django.core.files.base import ContentFile

from core.attachments import attach
from core.uploads import PDF
from partnerships.documents import render_statement
from partnerships.models import BalanceStatement


def keep_statement(statement: BalanceStatement) -> None:
    """The statement is there, with its fingerprint."""
    name = f"balance-{statement.agreement.label}-{statement.as_of}.pdf"
    upload = ContentFile(render_statement(statement), name=name)
    attach(statement, upload, category="balance_statement", by=statement.ordered_by, allowed=frozenset({PDF}))
    BalanceStatement.objects.all().finish(statement.pk, done=1)
