"""The tables of a visit: guests, programme, budget, gifts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import BaseInlineFormSet, inlineformset_factory
from django.utils.translation import gettext_lazy as _

from core.forms import CleanTextMixin
from visitors.forms.delegation import DateInput, TimeInput
from visitors.models import (
    Delegation,
    DelegationBudgetLine,
    DelegationGift,
    DelegationMember,
    ItineraryItem,
)

MOST_ROWS = 300


class Row(CleanTextMixin, forms.ModelForm):
    """One row; an untouched one is no row."""

    use_required_attribute = False


class RowSet(BaseInlineFormSet):
    """The rows of one kind."""

    @property
    def live_forms(self) -> list[Any]:
        """The rows that stay, in the order of the page."""
        gone = {id(form) for form in self.deleted_forms}
        return [
            form for form in self.forms if id(form) not in gone and (form.has_changed() or form.instance.pk)
        ]

    @property
    def rows(self) -> list[Any]:
        return [form.instance for form in self.live_forms]

    @property
    def removed(self) -> list[Any]:
        return [form.instance for form in self.deleted_forms if form.instance.pk]


class MemberRow(Row):
    """One guest."""

    class Meta:
        model = DelegationMember
        fields = [
            "name_zh", "name_latin", "title_zh", "title_en", "nationality", "gender", "is_leader", "is_vip", "diet",
            "diet_note", "arrives_on", "arrival", "leaves_on", "departure", "visa", "embassy_city",
        ]  # fmt: skip
        widgets = {"arrives_on": DateInput, "leaves_on": DateInput}

    def validate_constraints(self) -> None:
        """One leader among all rows is checked where they are saved together."""


class ItemRow(Row):
    """One point of the programme."""

    class Meta:
        model = ItineraryItem
        fields = [
            "date", "starts_at", "ends_at", "kind", "title_zh", "title_en", "venue_zh", "venue_en", "room_booking",
            "hosts", "members", "vehicle", "driver", "is_public_talk", "talk_language", "talk_audience",
        ]  # fmt: skip
        widgets = {"date": DateInput, "starts_at": TimeInput, "ends_at": TimeInput}


class BudgetRow(Row):
    """One line of the budget."""

    class Meta:
        model = DelegationBudgetLine
        fields = ["category", "quantity", "unit_price", "note"]


class SpendingRow(Row):
    """What was spent on one line; the plan stands."""

    class Meta:
        model = DelegationBudgetLine
        fields = ["actual", "note"]


class GiftRow(Row):
    """One gift."""

    class Meta:
        model = DelegationGift
        fields = [
            "direction", "item", "quantity", "value", "is_cash", "party", "occasion", "received_on", "handling",
            "settled_on",
        ]  # fmt: skip
        widgets = {"received_on": DateInput, "settled_on": DateInput}


class ItemRows(RowSet):
    """The programme; guests to choose from are those of the visit, read once."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.choices = [(member.pk, str(member)) for member in self.instance.members.all()]

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        field = form.fields["members"]
        field.queryset = self.instance.members.all()
        field.choices = self.choices


class MemberRows(RowSet):
    """The guests; the regions to choose from are read once."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        first: Any = self.empty_form.fields["nationality"]
        self.regions = list(first.choices)

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if hasattr(self, "regions"):
            form.fields["nationality"].choices = self.regions


def _rows(model: Any, form: Any, formset: Any = RowSet, **options: Any) -> Any:
    return inlineformset_factory(
        Delegation,
        model,
        form=form,
        formset=formset,
        **{"extra": 1, "can_delete": True, "max_num": MOST_ROWS, "validate_max": True} | options,
    )


MemberFormSet = _rows(DelegationMember, MemberRow, MemberRows)
ItemFormSet = _rows(ItineraryItem, ItemRow, ItemRows)
BudgetFormSet = _rows(DelegationBudgetLine, BudgetRow)
SpendingFormSet = _rows(DelegationBudgetLine, SpendingRow, extra=0, can_delete=False)
GiftFormSet = _rows(DelegationGift, GiftRow)

TITLES = {
    "guests": _("Guests"),
    "programme": _("Itinerary"),
    "budget": _("Budget"),
    "gifts": _("Gifts"),
}
