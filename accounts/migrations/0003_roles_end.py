"""Roles end at a moment; accounts know their version."""

import django.utils.timezone
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_first")]

    operations = [
        migrations.RemoveConstraint(model_name="rolegrant", name="role_granted_once_per_unit"),
        migrations.RemoveConstraint(model_name="rolegrant", name="role_granted_once"),
        migrations.AddField("rolegrant", "revoked_at", models.DateTimeField("ended at", blank=True, null=True)),
        migrations.AddField(
            "user",
            "created_at",
            models.DateTimeField("created at", auto_now_add=True, default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField("user", "updated_at", models.DateTimeField("updated at", auto_now=True)),
        migrations.AddField("user", "version", models.PositiveIntegerField("version", default=1, editable=False)),
        migrations.AddConstraint(
            "rolegrant",
            models.UniqueConstraint(
                fields=["user", "role", "unit", "area"],
                condition=Q(revoked_at=None),
                name="role_granted_once_per_unit",
            ),
        ),
        migrations.AddConstraint(
            "rolegrant",
            models.UniqueConstraint(
                fields=["user", "role", "area"],
                condition=Q(unit=None, revoked_at=None),
                name="role_granted_once",
            ),
        ),
    ]
