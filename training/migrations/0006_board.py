from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_roles_end"),
        ("certificates", "0003_guards"),
        ("training", "0005_life"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                fields=["start_on", "status", "location_type", "risk_level", "unit"], name="proposal_on_board"
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(fields=["status", "due_on", "waiting_since"], name="proposal_waiting"),
        ),
    ]
