"""How institutions enter by the import library: known by code or name, allowed columns, only what is empty filled."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export import resources

from core.models import Region
from partnerships.models import Institution, InstitutionName
from partnerships.models.names import clean_ror_id, domain_of, name_key
from partnerships.reading.columns import CODES, by_heading
from partnerships.reading.reader import region_of

COLUMNS = ("name_zh", "name_en", "name_local", "region", "city_en", "website", *CODES)
FIELD_OF = {"region_code": "region", "city": "city_en", "name": "name_zh"}


class InstitutionResource(resources.ModelResource):
    """Rows of a list become institutions; one that is known only gains what was empty."""

    class Meta:
        model = Institution
        fields = COLUMNS
        import_id_fields = ("name_zh", "region")
        use_transactions = True
        skip_unchanged = True
        report_skipped = True
        clean_model_instances = True

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        """Headings in either language become the fields they mean; one that means nothing is an error."""
        headings = [str(heading or "") for heading in dataset.headers or []]
        known = by_heading([heading for heading in headings if heading])
        fields = [
            FIELD_OF.get(known.get(heading, heading), known.get(heading, heading)) for heading in headings
        ]
        if unknown := sorted(set(fields) - set(COLUMNS)):
            raise ValidationError(
                _("These columns are not known: %(columns)s.") % {"columns": "、".join(unknown)},
                code="unknown_column",
            )
        dataset.headers = fields
        self.regions = {code: str(pk) for code, pk in Region.objects.values_list("alpha2", "pk")}

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        """Countries by any of their spellings, ROR ids with their check digits."""
        row["region"] = self.regions.get(region_of(row.get("region") or ""), "")
        row["ror_id"] = clean_ror_id(row.get("ror_id") or "")
        for name in COLUMNS:
            row[name] = " ".join(str(row.get(name) or "").split())
        row["name_zh"] = row["name_zh"] or row["name_en"] or row["name_local"]

    def get_instance(self, instance_loader: Any, row: dict[str, Any]) -> Institution | None:
        """The institution with one of the codes, else with the very name in the country or region."""
        standing = Institution.objects.standing()
        for code in CODES:
            if row.get(code) and (found := standing.filter(**{code: row[code]}).first()):
                return found
        keys = {name_key(row[name]) for name in ("name_zh", "name_en", "name_local") if row[name]}
        held = InstitutionName.objects.filter(key__in=keys).values("institution")
        return standing.filter(pk__in=held, region=row["region"] or None).first()

    def import_field(
        self, field: Any, instance: Institution, row: dict[str, Any], *args: Any, **kwargs: Any
    ) -> None:
        if instance.pk and getattr(instance, field.attribute, "") not in (None, ""):
            return
        super().import_field(field, instance, row, *args, **kwargs)

    def before_save_instance(self, instance: Institution, row: Any, **kwargs: Any) -> None:
        instance.domain = domain_of(instance.website)

    def after_save_instance(self, instance: Institution, row: Any, **kwargs: Any) -> None:
        """The names are found from now on."""
        from partnerships.actions.institution import write_names  # noqa: PLC0415 - actions stand above

        write_names(instance)
