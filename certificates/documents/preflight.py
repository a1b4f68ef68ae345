"""The dry run of a batch: what would be printed, and every reason why a row cannot be (CT-14)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from certificates.documents.printing import printer_for
from certificates.documents.values import PLACEHOLDERS, printed_values
from certificates.documents.wording import is_watched, template_problems, wording_problems
from certificates.models import Certificate, CertificateBatch
from core.pdf import PdfError
from core.text import field_label


@dataclass(frozen=True)
class RowProblem:
    """One reason against one row; without a certificate it concerns the whole batch."""

    certificate: Certificate | None
    field: str
    message: str

    @property
    def label(self) -> str:
        return str(PLACEHOLDERS.get(self.field, self.field))


@dataclass
class DryRun:
    """How many rows there are and what stands in the way."""

    rows: int
    problems: list[RowProblem] = field(default_factory=list)
    without_latin: int = 0

    @property
    def bad_rows(self) -> int:
        return len({problem.certificate.pk for problem in self.problems if problem.certificate})

    @property
    def is_clean(self) -> bool:
        return not self.problems


def dry_run(batch: CertificateBatch) -> DryRun:
    """Try every row of the batch against the template that would print it."""
    rows = list(batch.certificates.living().select_related("replaces").order_by("position", "pk"))
    report = DryRun(rows=len(rows))
    report.without_latin = sum(1 for row in rows if batch.is_bilingual and not row.name_latin)
    if not rows:
        report.problems.append(RowProblem(None, "", _("The batch has no rows.")))
    report.problems += batch_problems(batch)
    if batch.template is None:
        return report
    try:
        printer = printer_for(batch.template)
    except PdfError as error:
        report.problems.append(RowProblem(None, "", str(error)))
        return report
    persons = Counter(_person(row) for row in rows)
    for row in rows:
        report.problems += [RowProblem(row, name, message) for name, message in _row_problems(row, batch)]
        if persons[_person(row)] > 1:
            report.problems.append(
                RowProblem(row, "name_zh", _("The same person stands in the batch twice."))
            )
        values = printed_values(row, batch)
        report.problems += [RowProblem(row, each.field, each.message) for each in printer.preflight(values)]
    return report


def _person(row: Certificate) -> tuple[str, ...]:
    identity = row.identity_number or row.last4
    return (identity, row.name_zh, row.name_latin) if identity else (str(row.pk),)


def batch_problems(batch: CertificateBatch) -> list[RowProblem]:
    """What is wrong for every row alike: the texts of the batch and its template."""
    kind = batch.certificate_type
    found = []
    if batch.template is None:
        found.append(
            RowProblem(None, "", _("The type %(code)s has no template in force yet.") % {"code": kind.code})
        )
    else:
        found += [
            RowProblem(None, "", text)
            for text in template_problems(batch.template.html, batch.template.css, kind)
        ]
    required = ["title_zh", "unit_zh"]
    if batch.is_bilingual:
        required += ["title_en", "unit_en"]
    if kind.code == "NDE":
        required += ["start_on", "end_on", "hours"]
    for name in required:
        if getattr(batch, name) in (None, ""):
            label = field_label(batch, name)
            found.append(RowProblem(None, name, _("“%(field)s” is empty.") % {"field": label}))
    if is_watched(kind):
        texts = {name: getattr(batch, name) for name in ("title_zh", "title_en", "unit_zh", "unit_en")}
        texts |= {name: str(text) for name, text in batch.details.items()}
        found += [
            RowProblem(None, name, message)
            for name, text in texts.items()
            for message in wording_problems(text)
        ]
    return found


def _row_problems(row: Certificate, batch: CertificateBatch) -> list[tuple[str, str]]:
    found = []
    if not row.name_zh and not row.name_latin:
        found.append(("name_zh", _("The name is missing.")))
    if batch.certificate_type.code == "NDE" and not row.last4:
        found.append(("last4", _("The last four of the identity number are missing.")))
    if is_watched(batch.certificate_type):
        for name, text in row.details.items():
            found += [(name, message) for message in wording_problems(str(text))]
    return found
