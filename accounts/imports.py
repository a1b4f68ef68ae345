"""Which columns of a spreadsheet of people or units mean what; natural keys, nothing else accepted."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from import_export import fields, resources, widgets
from import_export.results import RowResult

from accounts import actions
from accounts.models import Role, RoleGrant, Unit, User
from core.forms import LONGEST_NOTE
from core.identity_numbers import plain_number
from core.spreadsheets.header import label_key
from core.text import clean_text


class UnitWidget(widgets.ForeignKeyWidget):
    """A unit named by its code or its Chinese name."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Unit | None:
        text = str(value or "").strip()
        if not text:
            return None
        found = Unit.objects.filter(code__iexact=text).first() or Unit.objects.filter(name_zh=text).first()
        if found is None:
            raise ValueError(gettext("There is no unit “%(unit)s”.") % {"unit": text[:40]})
        return found


class NumberWidget(widgets.CharWidget):
    """A staff or student number; one that a spreadsheet program has turned into a float is refused (EC-23)."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        text = str(value or "").strip()
        return plain_number(text)


class EmailWidget(widgets.CharWidget):
    """The address to sign in with, in lower case."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        text = str(value or "").strip().lower()
        validate_email(text)
        return text


class CleanResource(resources.ModelResource):
    """Reads only the columns it knows, in either language; an unknown column is an error."""

    HEADINGS: dict[str, tuple[str, ...]] = {}
    REQUIRED: tuple[str, ...] = ()

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        try:
            self.read_headings(dataset)
        except ValidationError:
            # Without its headings no row means anything: one error is enough.
            dataset.wipe()
            raise

    def read_headings(self, dataset: Any) -> None:
        """Call the columns by our own names; refuse unknown, missing and doubled ones."""
        self.seen: dict[str, int] = {}
        known = {
            label_key(spelling): key for key, names in self.HEADINGS.items() for spelling in (key, *names)
        }
        headers = [known.get(label_key(label), "") for label in dataset.headers or []]
        unknown = [
            label for label, key in zip(dataset.headers or [], headers, strict=True) if label and not key
        ]
        if unknown:
            raise ValidationError(_("Unknown columns: %(columns)s.") % {"columns": ", ".join(unknown)})
        absent = [self.HEADINGS[key][0] for key in self.REQUIRED if key not in headers]
        if absent:
            raise ValidationError(
                _("These columns are missing: %(columns)s.") % {"columns": ", ".join(absent)}
            )
        doubled = sorted({key for key in headers if key and headers.count(key) > 1})
        if doubled:
            raise ValidationError(
                _("These columns are there twice: %(columns)s.") % {"columns": ", ".join(doubled)}
            )
        dataset.headers = headers

    def before_import_row(self, row: Any, row_number: int = 0, **kwargs: Any) -> None:
        for key in self.HEADINGS:
            if isinstance(row.get(key), str):
                row[key] = clean_text(row[key], max_length=LONGEST_NOTE)
        key = str(row.get(self._meta.import_id_fields[0]) or "").strip()
        if not key:
            raise ValidationError(_("The number or code of this row is missing."))
        empty = [self.HEADINGS[name][0] for name in self.REQUIRED if not str(row.get(name) or "").strip()]
        if empty:
            raise ValidationError(_("Empty: %(columns)s.") % {"columns": ", ".join(empty)})
        if key in self.seen:
            raise ValidationError(_("This row repeats row %(row)s.") % {"row": self.seen[key]})
        self.seen[key] = row_number


class UnitResource(CleanResource):
    """Units by their code."""

    HEADINGS = {
        "code": ("单位代码", "unit code"),
        "name_zh": ("单位名称", "name", "名称"),
        "name_en": ("英文名称", "English name"),
        "kind": ("单位性质", "kind"),
        "is_substantive": ("实体性", "substantive"),
        "can_run_training": ("可办培训", "may run training"),
        "parent": ("上级单位", "part of"),
        "active_from": ("启用日期", "active from"),
        "active_to": ("停用日期", "active until"),
    }
    REQUIRED = ("code", "name_zh", "kind")

    parent = fields.Field(column_name="parent", attribute="parent", widget=UnitWidget(Unit, "code"))

    class Meta:
        model = Unit
        fields = tuple(
            "code name_zh name_en kind is_substantive can_run_training parent active_from active_to".split()
        )
        import_id_fields = ("code",)
        clean_model_instances = True
        use_transactions = True
        skip_unchanged = True
        report_skipped = True

    def before_import_row(self, row: Any, row_number: int = 0, **kwargs: Any) -> None:
        super().before_import_row(row, row_number=row_number, **kwargs)
        spelt = {str(label): value for value, label in Unit.Kind.choices} | CHINESE_KINDS
        row["kind"] = spelt.get(row.get("kind", ""), row.get("kind", ""))
        for name in ("is_substantive", "can_run_training"):
            if name in row:
                row[name] = {"是": "1", "否": "0"}.get(row[name], row[name])


CHINESE_KINDS = {
    "学院": Unit.Kind.COLLEGE,
    "职能部门": Unit.Kind.ADMIN_DEPT,
    "直属单位": Unit.Kind.DIRECTLY_AFFILIATED,
    "实验室": Unit.Kind.LAB,
    "群团组织": Unit.Kind.MASS_ORG,
    "独立法人": Unit.Kind.LEGAL_ENTITY,
}


class PeopleResource(CleanResource):
    """People by their number; new ones get an account without a password and the role everybody like them holds."""

    ROLE = ""
    REQUIRED = ("email", "name_zh")

    unit = fields.Field(column_name="unit", attribute="unit", widget=UnitWidget(Unit, "code"))
    email = fields.Field(column_name="email", attribute="email", widget=EmailWidget())

    def init_instance(self, row: Any = None) -> User:
        user = super().init_instance(row)
        user.set_unusable_password()
        return user

    def after_import_row(self, row: Any, row_result: RowResult, **kwargs: Any) -> None:
        """A student may do what students may, a member of staff what staff may."""
        user, by = User.objects.filter(pk=row_result.object_id).first(), kwargs.get("user")
        if user is None or by is None or user.pk == by.pk:
            return
        if not RoleGrant.objects.in_force().filter(user=user, role=self.ROLE).exists():
            actions.grant_role(user, by=by, role=self.ROLE)


PERSON_HEADINGS = {
    "name_zh": ("姓名", "Chinese name", "中文名"),
    "name_en": ("英文姓名", "English name", "拼音"),
    "email": ("邮箱", "e-mail", "email", "电子邮箱"),
    "unit": ("单位", "unit", "学院", "部门"),
    "phone": ("电话", "phone", "手机"),
}


class StaffResource(PeopleResource):
    """Members of staff by their staff number."""

    ROLE = Role.TEACHER
    HEADINGS = {"staff_number": ("工号", "staff number", "教工号"), **PERSON_HEADINGS}
    REQUIRED = ("staff_number", *PeopleResource.REQUIRED)

    staff_number = fields.Field(column_name="staff_number", attribute="staff_number", widget=NumberWidget())

    class Meta:
        model = User
        name = _("Staff (by staff number)")
        fields = ("staff_number", "name_zh", "name_en", "email", "unit", "phone")
        import_id_fields = ("staff_number",)
        clean_model_instances = True
        use_transactions = True
        skip_unchanged = True
        report_skipped = True


class StudentResource(PeopleResource):
    """Students by their student number."""

    ROLE = Role.STUDENT
    HEADINGS = {"student_number": ("学号", "student number"), **PERSON_HEADINGS}
    REQUIRED = ("student_number", *PeopleResource.REQUIRED)

    student_number = fields.Field(
        column_name="student_number", attribute="student_number", widget=NumberWidget()
    )

    class Meta:
        model = User
        name = _("Students (by student number)")
        fields = ("student_number", "name_zh", "name_en", "email", "unit", "phone")
        import_id_fields = ("student_number",)
        clean_model_instances = True
        use_transactions = True
        skip_unchanged = True
        report_skipped = True
