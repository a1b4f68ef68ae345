"""The database itself refuses to rewrite issued certificates, and finds names by their parts."""

from django.db import migrations

FROZEN = [
    "batch_id", "certificate_type_id", "unit_id", "name_zh", "name_latin", "identity_number", "last4", "dob",
    "nationality_zh", "nationality_en", "details", "number", "face_number", "year", "sequence", "issued_on",
    "valid_until", "replaces_id", "token",
]  # fmt: skip
STORED = ["pdf", "sha256", "is_signed", "printed", "template_id", "issued_at"]
TABLE = "certificates_certificate"


def changed(columns, vendor):
    # JSON columns are compared as text: PostgreSQL's jsonb keeps one spelling, SQLite stores the text itself.
    word = "IS DISTINCT FROM" if vendor == "postgresql" else "IS NOT"
    return " OR ".join(f"NEW.{column} {word} OLD.{column}" for column in columns)


def put_guards(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    rules = {
        "certificate_frozen_by_number": f"OLD.number IS NOT NULL AND ({changed(FROZEN, vendor)})",
        "certificate_frozen_by_pdf": f"OLD.sha256 <> '' AND ({changed(STORED, vendor)})",
    }
    if vendor == "postgresql":
        schema_editor.execute(
            "CREATE OR REPLACE FUNCTION certificate_is_immutable() RETURNS trigger LANGUAGE plpgsql AS "
            "$$BEGIN RAISE EXCEPTION 'an issued certificate is immutable' USING ERRCODE = '23514'; END$$"
        )
        for name, condition in rules.items():
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE UPDATE ON {TABLE} FOR EACH ROW WHEN ({condition}) "
                "EXECUTE FUNCTION certificate_is_immutable()"
            )
        schema_editor.execute(
            f"CREATE TRIGGER certificate_never_deleted BEFORE DELETE ON {TABLE} FOR EACH ROW "
            "WHEN (OLD.number IS NOT NULL) EXECUTE FUNCTION certificate_is_immutable()"
        )
    elif vendor == "sqlite":
        for name, condition in rules.items():
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE UPDATE ON {TABLE} FOR EACH ROW WHEN {condition} "
                "BEGIN SELECT RAISE(ABORT, 'an issued certificate is immutable'); END"
            )


def remove_guards(apps, schema_editor):
    names = ["certificate_frozen_by_number", "certificate_frozen_by_pdf"]
    if schema_editor.connection.vendor == "postgresql":
        for name in [*names, "certificate_never_deleted"]:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {TABLE}")
        schema_editor.execute("DROP FUNCTION IF EXISTS certificate_is_immutable()")
    elif schema_editor.connection.vendor == "sqlite":
        for name in names:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")


def put_search_index(apps, schema_editor):
    """Part of a name in a million rows: a trigram index where PostgreSQL has it, a scan elsewhere."""
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    schema_editor.execute(
        f"CREATE INDEX IF NOT EXISTS certificates_by_name_part ON {TABLE} USING gin (search_text gin_trgm_ops)"
    )


def remove_search_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS certificates_by_name_part")


class Migration(migrations.Migration):

    dependencies = [("certificates", "0002_second")]

    operations = [
        migrations.RunPython(put_guards, remove_guards),
        migrations.RunPython(put_search_index, remove_search_index),
    ]
