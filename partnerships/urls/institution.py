"""The addresses of institutions and their log."""

from django.urls import path

from core.views import step
from partnerships import actions
from partnerships.flow import FOLLOWUP_FLOW, INSTITUTION_FLOW
from partnerships.views import activity, institution, partner

BASE = "partnerships/institutions/"
PLURAL = {"plural": "partnerships/institutions"}
FOLLOWUPS = {"plural": "partnerships/followups"}

urlpatterns = [
    path(BASE, institution.InstitutionList.as_view(), name="institution-list"),
    path(f"{BASE}new/", institution.InstitutionCreate.as_view(), name="institution-create"),
    path(f"{BASE}lookalikes/", institution.InstitutionLookalikes.as_view(), name="institution-lookalikes"),
    path(f"{BASE}options/", institution.InstitutionOptions.as_view(), name="institution-options"),
    path(f"{BASE}<int:pk>/", partner.InstitutionDetail.as_view(), name="institution-detail"),
    path(f"{BASE}<int:pk>/edit/", institution.InstitutionEdit.as_view(), name="institution-edit"),
    path(f"{BASE}<int:pk>/names/", institution.InstitutionNames.as_view(), name="institution-names"),
    path(f"{BASE}<int:pk>/contacts/", institution.InstitutionContacts.as_view(), name="institution-contacts"),
    path(f"{BASE}<int:pk>/rankings/", institution.InstitutionRankings.as_view(), name="institution-rankings"),
    path(f"{BASE}<int:pk>/merge/", institution.InstitutionMerge.as_view(), name="institution-merge"),
    path(f"{BASE}<int:pk>/log/", activity.ActivityCreate.as_view(), name="activity-create"),
    path("partnerships/activities/<int:pk>/", activity.ActivityDetail.as_view(), name="activity-detail"),
    path("partnerships/activities/<int:pk>/edit/", activity.ActivityEdit.as_view(), name="activity-edit"),
    path("partnerships/activities/<int:pk>/follow-up/", activity.FollowUpAdd.as_view(), name="followup-add"),
    step(INSTITUTION_FLOW, "negotiate", actions.negotiate_institution, **PLURAL),
    step(INSTITUTION_FLOW, "activate", actions.activate_institution, **PLURAL),
    step(INSTITUTION_FLOW, "rest", actions.rest_institution, **PLURAL),
    step(INSTITUTION_FLOW, "end", actions.end_institution, **PLURAL),
    step(INSTITUTION_FLOW, "suspend", actions.suspend_institution, **PLURAL),
    step(INSTITUTION_FLOW, "readmit", actions.readmit_institution, **PLURAL),
    step(FOLLOWUP_FLOW, "finish", actions.finish_followup, **FOLLOWUPS),
    step(FOLLOWUP_FLOW, "drop", actions.drop_followup, **FOLLOWUPS),
]
