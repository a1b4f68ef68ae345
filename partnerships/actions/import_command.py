"""The same import from the command line: read, match, and take over in one go (stack.md §4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from core.models import BackgroundRun
from partnerships.actions.import_rows import Finding, findings_of, one_row_each
from partnerships.actions.imports import apply_import, count_rows, match_rows
from partnerships.models import ImportBatch, ImportRow
from partnerships.reading import InstitutionReader, Layout, layout_of

Decision = ImportRow.Decision


def layout_for(content: bytes, filename: str, assigned: Mapping[str, str]) -> Layout:
    """What the headings mean, with what the caller knows better."""
    layout = layout_of(content, filename)
    layout.assigned.update(assigned)
    return layout


def findings_as_json(
    content: bytes, filename: str, *, assigned: Mapping[str, str], duplicates: str
) -> dict[str, Any]:
    """Everything the file holds and whom each row means; nothing is written."""
    layout = layout_for(content, filename, assigned)
    reader = InstitutionReader(content, filename, layout.assigned)
    rows: list[dict[str, Any]] = []
    notices: list[str] = []
    for finding in findings_of(reader, duplicates):
        rows.append(_as_json(finding))
        notices += [f"{finding.entry.number}: {notice}" for notice in finding.entry.notices]
    claims = (
        (row["row"], row["match"]["id"], row["match"]["confidence"])
        for row in rows
        if row["decision"] == Decision.UPDATE and row["match"]
    )
    doubtful = one_row_each(claims)
    for row in rows:
        if row["row"] in doubtful:
            row["decision"] = Decision.OPEN
    counts = {decision.value: sum(row["decision"] == decision for row in rows) for decision in Decision}
    problems = [problem for row in rows for problem in row["problems"]]
    return {
        "file": filename,
        "sheet": reader.layout.sheet,
        "charset": reader.table.charset,
        "header_row": reader.layout.header_row,
        "mapping": reader.mapping,
        "unknown": reader.layout.unknown,
        "counts": counts | {"rows": len(rows), "problems": len(problems)},
        "notices": [*reader.table.notices, *notices],
        "problems": problems,
        "rows": rows,
    }


def _as_json(finding: Finding) -> dict[str, Any]:
    match = None
    if finding.match:
        match = {
            "id": finding.match.pk,
            "name": finding.match.name,
            "confidence": round(finding.match.confidence, 3),
            "by": finding.match.by,
        }
    return {
        "row": finding.entry.number,
        "name": finding.entry.name,
        "region": finding.entry.values.get("region", ""),
        "match": match,
        "others": finding.candidates[1:],
        "same_as_row": finding.same_as_row,
        "decision": str(finding.decision),
        "problems": [asdict(problem) for problem in finding.problems],
    }


@transaction.atomic
def import_file(
    content: bytes,
    filename: str,
    *,
    assigned: Mapping[str, str],
    duplicates: str,
    doubtful: str,
    by: Any = None,
) -> ImportBatch:
    """One batch from the file to the register; raises ValidationError when there are problems.

    Rows in doubt are left out unless the caller says that they are new, or that the proposal is right.
    """
    layout = layout_for(content, filename, assigned)
    batch = ImportBatch(
        file_name=filename[-255:],
        author=by,
        ordered_by=by,
        duplicates=duplicates,
        columns=layout.assigned,
        counts={"headings": [heading for heading in layout.headings if heading]},
    )
    batch.file.save("list", ContentFile(content), save=False)
    batch.save()
    match_rows(batch, by=by)
    proposed = batch.rows.filter(decision=Decision.OPEN, problems=[])
    if doubtful == "match":
        proposed.filter(match=None).update(decision=Decision.SKIP)
        proposed.update(decision=Decision.UPDATE)
    else:
        proposed.update(decision=Decision.CREATE if doubtful == "create" else Decision.SKIP)
    count_rows(batch)
    apply_import(batch, by=by)
    ImportBatch.objects.filter(pk=batch.pk).update(
        run_state=BackgroundRun.RunState.DONE, total=batch.counts["rows"], done=batch.counts["rows"]
    )
    return batch
