import uuid
from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import core.fields
import training.models.feedback


def give_codes(apps, schema_editor):
    """A code of its own for each trainee already there."""
    trainees = apps.get_model("training", "Trainee")
    rows = list(trainees.objects.filter(code=None).only("pk"))
    for row in rows:
        row.code = uuid.uuid4()
    trainees.objects.bulk_update(rows, ["code"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_roles_end"),
        ("training", "0003_roster_and_attendance"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AnnualFiling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                ("year", models.PositiveIntegerField(unique=True, verbose_name="year")),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "Draft"), ("frozen", "Frozen"), ("filed", "Handed in")],
                        default="draft",
                        editable=False,
                        max_length=6,
                        verbose_name="status",
                    ),
                ),
                ("rows", models.JSONField(default=list, editable=False, verbose_name="rows")),
                (
                    "sha256",
                    models.CharField(blank=True, editable=False, max_length=64, verbose_name="fingerprint"),
                ),
                (
                    "frozen_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="frozen at"),
                ),
                (
                    "filed_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="handed in on"),
                ),
                (
                    "receipt_no",
                    models.CharField(
                        blank=True, editable=False, max_length=60, verbose_name="receipt of the province"
                    ),
                ),
            ],
            options={
                "verbose_name": "annual filing",
                "verbose_name_plural": "annual filings",
            },
        ),
        migrations.CreateModel(
            name="Complaint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                (
                    "code",
                    models.CharField(
                        default=training.models.feedback.new_code,
                        editable=False,
                        max_length=16,
                        unique=True,
                        verbose_name="tracking code",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("examined", "Being examined"),
                            ("replied", "Replied"),
                            ("dismissed", "Not taken up"),
                        ],
                        db_index=True,
                        default="received",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        choices=[
                            ("fees", "Fees and refunds"),
                            ("publicity", "Publicity and promises"),
                            ("teaching", "Teaching"),
                            ("organisation", "Organisation and venue"),
                            ("agent", "Recruitment by others in the school's name"),
                            ("other", "Something else"),
                        ],
                        max_length=12,
                        verbose_name="about",
                    ),
                ),
                (
                    "project_name",
                    models.CharField(blank=True, max_length=150, verbose_name="training concerned"),
                ),
                ("text", models.TextField(max_length=4000, verbose_name="what happened")),
                ("contact", core.fields.EncryptedTextField(blank=True, verbose_name="how to reach you")),
                (
                    "is_shared",
                    models.BooleanField(default=False, editable=False, verbose_name="shown to the unit"),
                ),
                ("due_on", models.DateField(editable=False, verbose_name="reply due")),
                (
                    "reply",
                    models.TextField(blank=True, editable=False, max_length=4000, verbose_name="reply"),
                ),
                (
                    "replied_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="replied on"),
                ),
            ],
            options={
                "verbose_name": "complaint",
                "verbose_name_plural": "complaints",
            },
        ),
        migrations.CreateModel(
            name="Expense",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                (
                    "status",
                    models.CharField(
                        choices=[("entered", "Entered"), ("confirmed", "Confirmed"), ("void", "Void")],
                        default="entered",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("fees", "Training fees"),
                            ("contract", "Contract income"),
                            ("lecture", "Lecture fees"),
                            ("venue", "Venue hire"),
                            ("board", "Board and lodging"),
                            ("materials", "Materials"),
                            ("transport", "Transport"),
                            ("labour", "Labour"),
                            ("partner", "Payment to a partner"),
                            ("school", "Management fee to the school"),
                            ("tax", "Tax"),
                            ("other", "Other item"),
                        ],
                        max_length=10,
                        verbose_name="budget item",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                        verbose_name="amount in CNY",
                    ),
                ),
                ("spent_on", models.DateField(verbose_name="booked on")),
                ("voucher", models.CharField(max_length=60, verbose_name="voucher number")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
            ],
            options={
                "verbose_name": "expense",
                "verbose_name_plural": "expenses",
            },
        ),
        migrations.CreateModel(
            name="Inspection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                (
                    "status",
                    models.CharField(
                        choices=[("planned", "Planned"), ("done", "Done"), ("cancelled", "Cancelled")],
                        default="planned",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("sampled", "Drawn at random"),
                            ("risk", "High risk"),
                            ("manual", "Chosen by the office"),
                        ],
                        default="manual",
                        editable=False,
                        max_length=8,
                        verbose_name="why this class",
                    ),
                ),
                ("companion", models.CharField(blank=True, max_length=100, verbose_name="accompanied by")),
                ("planned_on", models.DateField(verbose_name="planned for")),
                ("is_unannounced", models.BooleanField(default=True, verbose_name="unannounced")),
                (
                    "inspected_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="inspected on"),
                ),
                (
                    "headcount_real",
                    models.PositiveIntegerField(
                        blank=True, editable=False, null=True, verbose_name="people present"
                    ),
                ),
                (
                    "headcount_roster",
                    models.PositiveIntegerField(
                        blank=True, editable=False, null=True, verbose_name="people on the roster"
                    ),
                ),
                (
                    "conclusion",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("good", "No fault found"),
                            ("minor", "Minor faults"),
                            ("major", "Major faults"),
                        ],
                        editable=False,
                        max_length=6,
                        verbose_name="conclusion",
                    ),
                ),
                (
                    "summary",
                    models.CharField(blank=True, editable=False, max_length=1000, verbose_name="summary"),
                ),
            ],
            options={
                "verbose_name": "inspection",
                "verbose_name_plural": "inspections",
            },
        ),
        migrations.CreateModel(
            name="InspectionItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "point",
                    models.CharField(
                        choices=[
                            ("timetable", "The timetable is followed"),
                            ("headcount", "As many people as on the roster"),
                            ("lecturer", "The lecturer is the approved one"),
                            ("venue", "Venue and safety are in order"),
                            ("materials", "The materials are the approved ones"),
                            ("publicity", "Publicity on site is as approved"),
                            ("fees", "No fee is taken that is not registered"),
                            ("partner", "The partner keeps to its part"),
                        ],
                        max_length=10,
                        verbose_name="point",
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("ok", "In order"), ("issue", "At fault"), ("na", "Does not apply")],
                        max_length=5,
                        verbose_name="verdict",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
            ],
            options={
                "verbose_name": "point of the checklist",
                "verbose_name_plural": "checklist",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                        verbose_name="amount",
                    ),
                ),
                ("currency", models.CharField(default="CNY", max_length=3, verbose_name="currency")),
                (
                    "rate",
                    models.DecimalField(
                        decimal_places=6,
                        default=Decimal("1"),
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.000001"))],
                        verbose_name="exchange rate",
                    ),
                ),
                ("rate_date", models.DateField(blank=True, null=True, verbose_name="day of the rate")),
                (
                    "amount_cny",
                    models.DecimalField(
                        decimal_places=2, editable=False, max_digits=14, verbose_name="amount in CNY"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("entered", "Entered"), ("confirmed", "Confirmed"), ("void", "Void")],
                        default="entered",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("received_on", models.DateField(verbose_name="received on")),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("transfer", "Bank transfer"),
                            ("campus", "Payment platform of the school"),
                            ("card", "Card"),
                            ("cash", "Cash at the finance office"),
                        ],
                        default="transfer",
                        max_length=10,
                        verbose_name="way of payment",
                    ),
                ),
                ("reference", models.CharField(max_length=60, verbose_name="receipt or transaction number")),
            ],
            options={
                "verbose_name": "payment",
                "verbose_name_plural": "payments",
            },
        ),
        migrations.CreateModel(
            name="PerformanceFigure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveIntegerField(verbose_name="year")),
                ("code", models.CharField(max_length=10, verbose_name="metric")),
                (
                    "value",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="value"
                    ),
                ),
                ("rows", models.PositiveIntegerField(default=0, verbose_name="rows behind it")),
                (
                    "computed_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="computed at"),
                ),
            ],
            options={
                "verbose_name": "performance figure",
                "verbose_name_plural": "performance figures",
            },
        ),
        migrations.CreateModel(
            name="PublicityItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("unit_review", "Under review by the unit"),
                            ("office_review", "Under review by the office"),
                            ("cosign", "With the publicity department"),
                            ("approved", "Approved"),
                            ("published", "Published"),
                            ("returned", "Returned for changes"),
                            ("expired", "Expired"),
                            ("taken_down", "Taken down"),
                        ],
                        db_index=True,
                        default="draft",
                        editable=False,
                        max_length=14,
                        verbose_name="status",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("brochure", "Enrolment brochure"),
                            ("website", "Website of the university"),
                            ("wechat", "WeChat account"),
                            ("poster", "Poster"),
                            ("video", "Video"),
                            ("third_party", "Media of a third party"),
                        ],
                        max_length=12,
                        verbose_name="channel",
                    ),
                ),
                ("title_zh", models.CharField(max_length=100, verbose_name="title (Chinese)")),
                ("title_en", models.CharField(blank=True, max_length=200, verbose_name="title (English)")),
                ("text_zh", models.TextField(max_length=10000, verbose_name="text (Chinese)")),
                ("text_en", models.TextField(blank=True, max_length=10000, verbose_name="text (English)")),
                (
                    "is_off_campus",
                    models.BooleanField(
                        default=False,
                        help_text="The publicity department then cosigns.",
                        verbose_name="appears in media outside the university",
                    ),
                ),
                (
                    "is_partner_use",
                    models.BooleanField(
                        default=False, verbose_name="a partner uses the name or emblem of the school"
                    ),
                ),
                (
                    "partner_name",
                    models.CharField(blank=True, max_length=150, verbose_name="partner that uses it"),
                ),
                ("publish_from", models.DateField(blank=True, null=True, verbose_name="published from")),
                ("publish_to", models.DateField(blank=True, null=True, verbose_name="published until")),
                (
                    "url",
                    models.URLField(blank=True, max_length=300, verbose_name="address after publication"),
                ),
                (
                    "approved_sha256",
                    models.CharField(
                        blank=True, editable=False, max_length=64, verbose_name="fingerprint approved"
                    ),
                ),
                (
                    "approved_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="approved at"),
                ),
                (
                    "published_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="published at"),
                ),
            ],
            options={
                "verbose_name": "publicity item",
                "verbose_name_plural": "publicity items",
            },
        ),
        migrations.CreateModel(
            name="RectificationTicket",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "To be put right"),
                            ("answered", "Answered by the unit"),
                            ("reopened", "Not yet right"),
                            ("closed", "Put right"),
                            ("void", "Withdrawn by the office"),
                        ],
                        db_index=True,
                        default="open",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("inspection", "Inspection"),
                            ("headcount", "Headcount differs"),
                            ("survey", "Survey"),
                            ("complaint", "Complaint"),
                            ("publicity", "Spot check of publicity"),
                            ("office", "Found by the office"),
                        ],
                        default="office",
                        editable=False,
                        max_length=10,
                        verbose_name="found by",
                    ),
                ),
                (
                    "severity",
                    models.CharField(
                        choices=[("minor", "Minor"), ("major", "Major")],
                        default="minor",
                        max_length=5,
                        verbose_name="severity",
                    ),
                ),
                ("title", models.CharField(max_length=150, verbose_name="what is wrong")),
                ("description", models.TextField(max_length=2000, verbose_name="in detail")),
                ("due_on", models.DateField(verbose_name="to be put right by")),
                (
                    "opened_on",
                    models.DateField(
                        default=django.utils.timezone.localdate, editable=False, verbose_name="opened on"
                    ),
                ),
                (
                    "answer",
                    models.TextField(
                        blank=True, editable=False, max_length=2000, verbose_name="what the unit did"
                    ),
                ),
                (
                    "answered_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="answered on"),
                ),
                (
                    "closed_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="closed on"),
                ),
            ],
            options={
                "verbose_name": "rectification ticket",
                "verbose_name_plural": "rectification tickets",
            },
        ),
        migrations.CreateModel(
            name="Refund",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                        verbose_name="amount",
                    ),
                ),
                ("currency", models.CharField(default="CNY", max_length=3, verbose_name="currency")),
                (
                    "rate",
                    models.DecimalField(
                        decimal_places=6,
                        default=Decimal("1"),
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.000001"))],
                        verbose_name="exchange rate",
                    ),
                ),
                ("rate_date", models.DateField(blank=True, null=True, verbose_name="day of the rate")),
                (
                    "amount_cny",
                    models.DecimalField(
                        decimal_places=2, editable=False, max_digits=14, verbose_name="amount in CNY"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("unit_review", "With the head of the unit"),
                            ("finance_review", "With finance"),
                            ("approved", "Approved and paid out"),
                            ("rejected", "Not approved"),
                        ],
                        default="unit_review",
                        editable=False,
                        max_length=14,
                        verbose_name="status",
                    ),
                ),
                ("reason", models.CharField(max_length=500, verbose_name="reason")),
                (
                    "paid_out_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="paid out on"),
                ),
            ],
            options={
                "verbose_name": "refund",
                "verbose_name_plural": "refunds",
            },
        ),
        migrations.CreateModel(
            name="Sampling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveIntegerField(verbose_name="year")),
                ("quarter", models.PositiveSmallIntegerField(verbose_name="quarter")),
                ("seed", models.CharField(max_length=32, verbose_name="random seed")),
                ("share", models.PositiveSmallIntegerField(verbose_name="share drawn, per cent")),
                ("population", models.JSONField(default=list, verbose_name="classes of the quarter")),
                ("drawn", models.JSONField(default=list, verbose_name="classes drawn")),
                ("drawn_at", models.DateTimeField(auto_now_add=True, verbose_name="drawn at")),
            ],
            options={
                "verbose_name": "sample of classes",
                "verbose_name_plural": "samples of classes",
            },
        ),
        migrations.CreateModel(
            name="SpotCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("checked_on", models.DateField(verbose_name="looked at on")),
                ("url", models.URLField(max_length=300, verbose_name="address")),
                ("is_as_approved", models.BooleanField(verbose_name="as approved")),
                ("finding", models.CharField(blank=True, max_length=500, verbose_name="what was found")),
            ],
            options={
                "verbose_name": "spot check",
                "verbose_name_plural": "spot checks",
                "ordering": ["-checked_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Survey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                ("opens_on", models.DateField(verbose_name="open from")),
                ("closes_on", models.DateField(verbose_name="open until")),
            ],
            options={
                "verbose_name": "survey",
                "verbose_name_plural": "surveys",
            },
        ),
        migrations.CreateModel(
            name="SurveyAnswer",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "content",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ]
                    ),
                ),
                (
                    "lecturer",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ]
                    ),
                ),
                (
                    "organisation",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ]
                    ),
                ),
                (
                    "venue",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ]
                    ),
                ),
                (
                    "fee_value",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ]
                    ),
                ),
                (
                    "overall",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ]
                    ),
                ),
                (
                    "recommend",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MaxValueValidator(10)]
                    ),
                ),
                (
                    "lecturers",
                    models.JSONField(blank=True, default=dict, verbose_name="scores of the lecturers"),
                ),
                ("comment", models.TextField(blank=True, max_length=1000, verbose_name="comment")),
            ],
            options={
                "verbose_name": "answer",
                "verbose_name_plural": "answers",
            },
        ),
        migrations.CreateModel(
            name="SurveyToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        default=training.models.feedback.new_code,
                        max_length=16,
                        unique=True,
                        verbose_name="code",
                    ),
                ),
                ("is_used", models.BooleanField(default=False, verbose_name="used")),
            ],
            options={
                "verbose_name": "survey code",
                "verbose_name_plural": "survey codes",
            },
        ),
        migrations.AddField(
            model_name="attendance",
            name="checked_in_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="checked in at"),
        ),
        migrations.AddField(
            model_name="trainee",
            name="applied_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="applied at"),
        ),
        # Every trainee gets a code of his own: one default for all rows of a table would not be unique.
        migrations.AddField(
            model_name="trainee",
            name="code",
            field=models.UUIDField(editable=False, null=True, verbose_name="code of the registration"),
        ),
        migrations.RunPython(give_codes, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="trainee",
            name="code",
            field=models.UUIDField(
                default=uuid.uuid4, editable=False, unique=True, verbose_name="code of the registration"
            ),
        ),
        migrations.AddField(
            model_name="trainee",
            name="consent_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="consent given at"
            ),
        ),
        migrations.AddField(
            model_name="trainee",
            name="fee_due",
            field=models.DecimalField(
                decimal_places=2,
                default=Decimal("0"),
                editable=False,
                max_digits=14,
                verbose_name="fee to be paid",
            ),
        ),
        migrations.AddField(
            model_name="trainee",
            name="fee_waiver",
            field=models.CharField(
                blank=True, editable=False, max_length=300, verbose_name="why the fee is waived"
            ),
        ),
        migrations.AddField(
            model_name="trainee",
            name="real_name",
            field=models.CharField(
                choices=[
                    ("unchecked", "Not checked"),
                    ("matched", "Number and name agree"),
                    ("doubtful", "To be looked at"),
                ],
                default="unchecked",
                editable=False,
                max_length=9,
                verbose_name="real-name check",
            ),
        ),
        migrations.AddField(
            model_name="trainee",
            name="real_name_note",
            field=models.CharField(
                blank=True, editable=False, max_length=300, verbose_name="what to look at"
            ),
        ),
        migrations.AlterField(
            model_name="trainee",
            name="status",
            field=models.CharField(
                choices=[
                    ("applied", "Applied"),
                    ("admitted", "Admitted"),
                    ("declined", "Not admitted"),
                    ("registered", "Registered"),
                    ("attending", "Attending"),
                    ("completed", "Completed"),
                    ("not_completed", "Not completed"),
                    ("withdrew", "Withdrew"),
                    ("expelled", "Expelled"),
                ],
                default="applied",
                editable=False,
                max_length=14,
                verbose_name="status",
            ),
        ),
        migrations.AddIndex(
            model_name="classsession",
            index=models.Index(fields=["date"], name="lesson_by_day"),
        ),
        migrations.AddField(
            model_name="annualfiling",
            name="made_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="made by",
            ),
        ),
        migrations.AddField(
            model_name="complaint",
            name="training_class",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="complaints",
                to="training.trainingclass",
                verbose_name="class concerned",
            ),
        ),
        migrations.AddField(
            model_name="complaint",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.unit",
                verbose_name="unit concerned",
            ),
        ),
        migrations.AddField(
            model_name="expense",
            name="confirmed_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="confirmed by",
            ),
        ),
        migrations.AddField(
            model_name="expense",
            name="entered_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="entered by",
            ),
        ),
        migrations.AddField(
            model_name="expense",
            name="proposal",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="expenses",
                to="training.proposal",
                verbose_name="project",
            ),
        ),
        migrations.AddField(
            model_name="inspection",
            name="inspector",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="inspector",
            ),
        ),
        migrations.AddField(
            model_name="inspection",
            name="training_class",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="inspections",
                to="training.trainingclass",
                verbose_name="class",
            ),
        ),
        migrations.AddField(
            model_name="inspectionitem",
            name="inspection",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="items",
                to="training.inspection",
                verbose_name="inspection",
            ),
        ),
        migrations.AddField(
            model_name="payment",
            name="confirmed_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="confirmed by",
            ),
        ),
        migrations.AddField(
            model_name="payment",
            name="entered_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="entered by",
            ),
        ),
        migrations.AddField(
            model_name="payment",
            name="trainee",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="payments",
                to="training.trainee",
                verbose_name="trainee",
            ),
        ),
        migrations.AddField(
            model_name="performancefigure",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="accounts.unit",
                verbose_name="running unit",
            ),
        ),
        migrations.AddField(
            model_name="publicityitem",
            name="author",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="author",
            ),
        ),
        migrations.AddField(
            model_name="publicityitem",
            name="cosigned_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="cosigned by",
            ),
        ),
        migrations.AddField(
            model_name="publicityitem",
            name="proposal",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="publicity",
                to="training.proposal",
                verbose_name="project",
            ),
        ),
        migrations.AddField(
            model_name="publicityitem",
            name="training_class",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="publicity",
                to="training.trainingclass",
                verbose_name="class",
            ),
        ),
        migrations.AddField(
            model_name="rectificationticket",
            name="answered_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="answered by",
            ),
        ),
        migrations.AddField(
            model_name="rectificationticket",
            name="inspection",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tickets",
                to="training.inspection",
            ),
        ),
        migrations.AddField(
            model_name="rectificationticket",
            name="opened_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="opened by",
            ),
        ),
        migrations.AddField(
            model_name="rectificationticket",
            name="proposal",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tickets",
                to="training.proposal",
                verbose_name="project",
            ),
        ),
        migrations.AddField(
            model_name="rectificationticket",
            name="training_class",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tickets",
                to="training.trainingclass",
                verbose_name="class",
            ),
        ),
        migrations.AddField(
            model_name="rectificationticket",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.unit",
                verbose_name="running unit",
            ),
        ),
        migrations.AddField(
            model_name="refund",
            name="requested_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="asked for by",
            ),
        ),
        migrations.AddField(
            model_name="refund",
            name="trainee",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="refunds",
                to="training.trainee",
                verbose_name="trainee",
            ),
        ),
        migrations.AddField(
            model_name="sampling",
            name="drawn_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="drawn by",
            ),
        ),
        migrations.AddField(
            model_name="inspection",
            name="sampling",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="inspections",
                to="training.sampling",
            ),
        ),
        migrations.AddField(
            model_name="spotcheck",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="looked at by",
            ),
        ),
        migrations.AddField(
            model_name="spotcheck",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="spot_checks",
                to="training.publicityitem",
                verbose_name="publicity item",
            ),
        ),
        migrations.AddField(
            model_name="survey",
            name="opened_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="opened by",
            ),
        ),
        migrations.AddField(
            model_name="survey",
            name="training_class",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="survey",
                to="training.trainingclass",
                verbose_name="class",
            ),
        ),
        migrations.AddField(
            model_name="surveyanswer",
            name="survey",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="answers",
                to="training.survey",
                verbose_name="survey",
            ),
        ),
        migrations.AddField(
            model_name="surveytoken",
            name="survey",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="tokens",
                to="training.survey",
                verbose_name="survey",
            ),
        ),
        migrations.AddField(
            model_name="surveytoken",
            name="trainee",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="survey_token",
                to="training.trainee",
                verbose_name="trainee",
            ),
        ),
        migrations.AddConstraint(
            model_name="expense",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)), name="expense_is_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="expense",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_by__isnull", True),
                    models.Q(("confirmed_by", models.F("entered_by")), _negated=True),
                    _connector="OR",
                ),
                name="expense_confirmed_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="inspectionitem",
            constraint=models.UniqueConstraint(
                fields=("inspection", "point"), name="point_once_per_inspection"
            ),
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(fields=["status", "received_on"], name="payment_by_day"),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "void"), _negated=True),
                fields=("reference",),
                name="payment_reference_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)), name="payment_is_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_by__isnull", True),
                    models.Q(("confirmed_by", models.F("entered_by")), _negated=True),
                    _connector="OR",
                ),
                name="payment_confirmed_by_another",
            ),
        ),
        migrations.AddIndex(
            model_name="performancefigure",
            index=models.Index(fields=["year", "code"], name="metric_by_year"),
        ),
        migrations.AddConstraint(
            model_name="performancefigure",
            constraint=models.UniqueConstraint(
                fields=("unit", "year", "code"), name="metric_once_per_unit_and_year"
            ),
        ),
        migrations.AddIndex(
            model_name="publicityitem",
            index=models.Index(fields=["status", "publish_to"], name="publicity_by_end"),
        ),
        migrations.AddConstraint(
            model_name="publicityitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("publish_from__isnull", True),
                    ("publish_to__isnull", True),
                    ("publish_to__gte", models.F("publish_from")),
                    _connector="OR",
                ),
                name="publicity_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="publicityitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_partner_use", False), models.Q(("partner_name", ""), _negated=True), _connector="OR"
                ),
                name="partner_use_names_the_partner",
            ),
        ),
        migrations.AddIndex(
            model_name="rectificationticket",
            index=models.Index(fields=["unit", "due_on"], name="ticket_by_unit_and_day"),
        ),
        migrations.AddConstraint(
            model_name="rectificationticket",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_on__gte", models.F("opened_on"))), name="ticket_due_after_opening"
            ),
        ),
        migrations.AddIndex(
            model_name="refund",
            index=models.Index(fields=["status", "paid_out_on"], name="refund_by_day"),
        ),
        migrations.AddConstraint(
            model_name="refund",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)), name="refund_is_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="refund",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ["unit_review", "finance_review"])),
                fields=("trainee",),
                name="one_open_refund_per_trainee",
            ),
        ),
        migrations.AddConstraint(
            model_name="sampling",
            constraint=models.UniqueConstraint(fields=("year", "quarter"), name="one_sample_per_quarter"),
        ),
        migrations.AddIndex(
            model_name="inspection",
            index=models.Index(fields=["status", "planned_on"], name="inspection_by_day"),
        ),
        migrations.AddConstraint(
            model_name="surveyanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("overall__gte", 1), ("overall__lte", 5), ("recommend__lte", 10)),
                name="answers_lie_on_the_scale",
            ),
        ),
    ]
