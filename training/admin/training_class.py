"""Classes, trainees and results in the administration site; statuses are read-only."""

from __future__ import annotations

from django.contrib import admin

from core.admin import PortalAdmin, ReadOnlyAdmin
from training.models import Assessment, ClassSession, RosterImport, Trainee, TrainingClass


@admin.register(TrainingClass)
class TrainingClassAdmin(PortalAdmin):
    """Classes of approved projects."""

    list_display = ["proposal", "class_no", "status", "start_on", "end_on", "venue", "quota"]
    list_filter = ["status"]
    list_select_related = ["proposal"]
    search_fields = ["proposal__title_zh", "proposal__approved_no", "venue"]
    autocomplete_fields = ["proposal"]


@admin.register(ClassSession)
class ClassSessionAdmin(PortalAdmin):
    """Lessons of the timetable."""

    list_display = ["training_class", "date", "starts_at", "ends_at", "topic", "hours"]
    list_select_related = ["training_class__proposal"]
    autocomplete_fields = ["training_class", "instructor"]


@admin.register(Trainee)
class TraineeAdmin(PortalAdmin):
    """People on rosters; identity numbers are not shown here."""

    list_display = ["name_zh", "name_latin", "training_class", "status", "employer"]
    list_filter = ["status"]
    list_select_related = ["training_class__proposal"]
    search_fields = ["name_zh", "name_latin", "employer"]
    autocomplete_fields = ["training_class", "nationality"]
    raw_id_fields = ["person", "identity", "override_by"]


@admin.register(Assessment)
class AssessmentAdmin(PortalAdmin):
    """Results of trainees."""

    list_display = ["trainee", "score", "makeup_score", "has_passed", "entered_by", "checked_by"]
    list_select_related = ["trainee", "entered_by", "checked_by"]
    autocomplete_fields = ["trainee", "entered_by", "checked_by"]


@admin.register(RosterImport)
class RosterImportAdmin(ReadOnlyAdmin):
    """Rosters that were uploaded."""

    list_display = ["file_name", "training_class", "run_state", "uploaded_by", "applied_at"]
    list_select_related = ["training_class__proposal", "uploaded_by"]
    exclude = ["file"]
