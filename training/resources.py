"""How trainees enter by the import library: natural key, allowed columns, in bulk."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from import_export import fields, resources, widgets

from training.models import Attendance, Trainee

TEXTS = (
    "name_zh",
    "name_latin",
    "gender",
    "employer",
    "position",
    "education",
    "phone",
    "email",
    "emergency_contact",
    "consent_version",
)
KEYS = ("training_class", "person", "identity", "nationality")


def _key_field(name: str) -> fields.Field:
    # The keys were looked up in bulk before: one query for each row and key would be the slow way.
    return fields.Field(column_name=name, attribute=f"{name}_id", widget=widgets.IntegerWidget())


class TraineeResource(resources.ModelResource):
    """Rows of a checked roster become trainees; a person already on the roster only gains what was empty."""

    training_class = _key_field("training_class")
    person = _key_field("person")
    identity = _key_field("identity")
    nationality = _key_field("nationality")

    class Meta:
        model = Trainee
        fields = (*KEYS, *TEXTS, "dob", "is_leading_cadre")
        import_id_fields = ("training_class", "identity")
        use_bulk = True
        batch_size = 1000
        use_transactions = True
        skip_diff = True
        skip_html_diff = True
        skip_unchanged = False
        report_skipped = True
        clean_model_instances = True

    def __init__(self, known: dict[tuple[int, int], Trainee] | None = None):
        super().__init__()
        self.known = known or {}

    def get_instance(self, instance_loader: Any, row: dict[str, Any]) -> Trainee | None:
        return self.known.get((row["training_class"], row["identity"]))

    def init_instance(self, row: dict[str, Any] | None = None) -> Trainee:
        """Whoever is on a roster of the unit is registered already."""
        return Trainee(status=Trainee.Status.REGISTERED)

    def import_field(
        self, field: fields.Field, instance: Trainee, row: dict[str, Any], *args: Any, **kwargs: Any
    ) -> None:
        if instance.pk and getattr(instance, field.attribute) not in (None, ""):
            return
        super().import_field(field, instance, row, *args, **kwargs)

    def validate_instance(
        self, instance: Trainee, import_validation_errors: dict | None = None, validate_unique: bool = True
    ) -> None:
        """Check the texts; keys were looked up in bulk and uniqueness is held by the database."""
        errors = dict(import_validation_errors or {})
        try:
            instance.clean_fields(exclude={*errors, "training_class", "person", "identity", "nationality"})
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)


class AttendanceResource(resources.ModelResource):
    """Marks of a sheet become attendance; the same sheet again changes nothing."""

    session = _key_field("session")
    trainee = _key_field("trainee")

    class Meta:
        model = Attendance
        fields = ("session", "trainee", "mark")
        import_id_fields = ("session", "trainee")
        use_bulk = True
        batch_size = 1000
        use_transactions = True
        skip_diff = True
        skip_html_diff = True
        skip_unchanged = True
        report_skipped = True

    def __init__(self, known: dict[tuple[int, int], Attendance]):
        super().__init__()
        self.known = known

    def get_instance(self, instance_loader: Any, row: dict[str, Any]) -> Attendance | None:
        return self.known.get((row["session"], row["trainee"]))
