"""What the import of a list asks: the file, the columns, whom each row means."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import escape
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from core.forms import PortalForm
from partnerships.models import ImportBatch, ImportRow, Institution
from partnerships.reading import COLUMNS, label_of
from partnerships.reading.columns import check_assigned
from partnerships.reading.reader import MOST_BYTES

ENDINGS = (".xlsx", ".csv", ".txt", ".tsv", ".json", ".xls")
Decision = ImportRow.Decision


class ImportUploadForm(PortalForm):
    """The file, and what to do about an institution that stands in it twice (EC-67)."""

    file = forms.FileField(label=_("File (.xlsx, .csv or .json)"))
    duplicates = forms.ChoiceField(
        label=_("The same institution twice in the file"),
        choices=ImportBatch.Duplicates.choices,
        initial=ImportBatch.Duplicates.STOP,
        widget=forms.RadioSelect,
    )

    def clean_file(self) -> Any:
        """What can be told without opening the file; the rest a worker tells (EC-69)."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(
                __("The file is larger than %(limit)s MB."),
                code="too_large",
                params={"limit": MOST_BYTES // 1024 // 1024},
            )
        if not file.name.lower().endswith(ENDINGS):
            raise ValidationError(__("Please choose an .xlsx, .csv or .json file."), code="extension")
        return file


class ImportColumnsForm(PortalForm):
    """What each heading of the file means."""

    duplicates = forms.ChoiceField(
        label=_("The same institution twice in the file"),
        choices=ImportBatch.Duplicates.choices,
        widget=forms.RadioSelect,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, batch: ImportBatch, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["duplicates"].initial = batch.duplicates
        self.fields["version"].initial = batch.version
        self.headings = batch.counts.get("headings", [])
        samples = batch.counts.get("samples", {})
        offered = [("", _("leave it out")), *((key, label_of(key)) for key in COLUMNS)]
        for index, heading in enumerate(self.headings):
            self.fields[f"column_{index}"] = forms.ChoiceField(
                label=_("Heading “%(heading)s”") % {"heading": heading},
                choices=offered,
                required=False,
                initial=batch.columns.get(heading, ""),
                # The samples come from the file, and help texts are written out as they are.
                help_text=escape(samples.get(heading, "")[:120]),
            )

    @property
    def columns_chosen(self) -> dict[str, str]:
        chosen = {
            heading: self.cleaned_data.get(f"column_{index}", "")
            for index, heading in enumerate(self.headings)
        }
        return {heading: key for heading, key in chosen.items() if key}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not self.errors:
            check_assigned(self.columns_chosen)
        return values


class ImportRowsForm(PortalForm):
    """Whom each row of a page means: somebody new, one of the candidates, or nobody."""

    def __init__(self, *args: Any, rows: list[ImportRow], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            self.fields[f"row_{row.pk}"] = forms.ChoiceField(
                label=_("Row %(row)s: %(name)s") % {"row": row.number, "name": row.name},
                choices=self.answers(row),
                initial=row.answer,
                required=False,
                widget=forms.Select(attrs={"class": "form-select form-select-sm"}),
            )

    @staticmethod
    def answers(row: ImportRow) -> list[tuple[str, Any]]:
        """What can be said about the row, the proposal first."""
        offered: list[tuple[str, Any]] = [("open", "—")]
        for one in row.candidates:
            if one.get("id"):
                label = _("%(name)s (%(confidence)s %%)") % one
                offered.append((f"update:{one['id']}", label))
        if row.match_id and not any(one.get("id") == row.match_id for one in row.candidates):
            offered.append((f"update:{row.match_id}", str(row.match)))
        if not row.problems:
            offered.append(("create", _("New institution")))
        offered.append(("skip", _("Leave out")))
        return offered

    @property
    def decisions(self) -> dict[int, tuple[str, int | None]]:
        """For each row the decision and the institution it means; what was left open stays open."""
        found = {}
        for row in self.rows:
            answer = self.cleaned_data.get(f"row_{row.pk}") or "open"
            decision, _colon, pk = answer.partition(":")
            found[row.pk] = (decision, int(pk) if pk else None)
        return found


class ImportRowForm(PortalForm):
    """Another institution than those proposed, for one row."""

    institution = forms.ModelChoiceField(
        label=_("Institution"),
        queryset=Institution.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )

    def __init__(self, *args: Any, found: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["institution"].queryset = found  # type: ignore[attr-defined]
