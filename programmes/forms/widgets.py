"""Inputs of programmes."""

from __future__ import annotations

from typing import Any

from django import forms


class DayInput(forms.DateInput):
    """A day, picked or typed."""

    input_type = "date"

    def __init__(self, attrs: Any = None):
        super().__init__(attrs, format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """A day with its time, in Beijing time."""

    input_type = "datetime-local"

    def __init__(self, attrs: Any = None):
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class CameraInput(forms.ClearableFileInput):
    """A file, or on a phone a picture taken on the spot."""

    template_name = "django/forms/widgets/file.html"

    def __init__(self, attrs: Any = None):
        super().__init__({"accept": "image/*,application/pdf,.docx"} | (attrs or {}))


def days(*names: str) -> dict[str, DayInput]:
    """A day input for each of the fields."""
    return {name: DayInput() for name in names}
