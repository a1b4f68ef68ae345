"""The addresses of the catalogue, programmes, rounds and places."""

from django.urls import path

from core.views import step
from programmes import actions
from programmes.flow import ALLOCATION_FLOW, OBJECTION_FLOW, PROGRAMME_FLOW, ROUND_FLOW
from programmes.views import places, programme, public, risks

OFFICE = {"plural": "programmes/manage"}
ROUNDS = {"plural": "programmes/rounds"}
RUNS = {"plural": "programmes/allocations"}
OBJECTIONS = {"plural": "programmes/objections"}

urlpatterns = [
    path("programmes/", public.ProgrammeDirectory.as_view(), name="programme-directory"),
    path("programmes/<int:pk>/", public.ProgrammePublic.as_view(), name="programme-public"),
    path("programmes/publicity/", public.PublicityList.as_view(), name="publicity"),
    path(
        "programmes/publicity/<int:pk>/objection/", public.ObjectionCreate.as_view(), name="objection-create"
    ),
    path("programmes/manage/", programme.ProgrammeList.as_view(), name="programme-list"),
    path("programmes/manage/new/", programme.ProgrammeCreate.as_view(), name="programme-create"),
    path("programmes/manage/<int:pk>/", programme.ProgrammeDetail.as_view(), name="programme-detail"),
    path("programmes/manage/<int:pk>/edit/", programme.ProgrammeEdit.as_view(), name="programme-edit"),
    path("programmes/manage/<int:pk>/conditions/", programme.RulesEdit.as_view(), name="programme-rules"),
    path("programmes/manage/<int:pk>/documents/", programme.SlotsEdit.as_view(), name="programme-slots"),
    step(PROGRAMME_FLOW, "publish", actions.publish_programme, **OFFICE),
    step(PROGRAMME_FLOW, "rest", actions.rest_programme, **OFFICE),
    step(PROGRAMME_FLOW, "end", actions.end_programme, **OFFICE),
    path("programmes/rounds/", programme.RoundList.as_view(), name="round-list"),
    path("programmes/rounds/new/", programme.RoundCreate.as_view(), name="round-create"),
    path("programmes/rounds/<int:pk>/", programme.RoundDetail.as_view(), name="round-detail"),
    path("programmes/rounds/<int:pk>/edit/", programme.RoundEdit.as_view(), name="round-edit"),
    path("programmes/rounds/<int:pk>/offer/", places.OfferingCreate.as_view(), name="offering-create"),
    path(
        "programmes/rounds/<int:pk>/what-if/", places.AllocationCreate.as_view(), name="allocationrun-create"
    ),
    step(ROUND_FLOW, "announce", actions.announce_round, **ROUNDS),
    step(ROUND_FLOW, "rank", actions.rank_round, **ROUNDS),
    step(ROUND_FLOW, "publicise", actions.publicise_round, **ROUNDS),
    step(ROUND_FLOW, "finish", actions.finish_round, **ROUNDS),
    step(ROUND_FLOW, "cancel", actions.cancel_round, **ROUNDS),
    path("programmes/offerings/<int:pk>/", places.OfferingDetail.as_view(), name="offering-detail"),
    path("programmes/offerings/<int:pk>/edit/", places.OfferingEdit.as_view(), name="offering-edit"),
    path("programmes/offerings/<int:pk>/cancel/", places.OfferingCancel.as_view(), name="offering-cancel"),
    path(
        "programmes/offerings/<int:pk>/release/<int:sub>/",
        places.SubQuotaRelease.as_view(),
        name="subquota-release",
    ),
    path("programmes/allocations/<int:pk>/", places.AllocationDetail.as_view(), name="allocationrun-detail"),
    step(ALLOCATION_FLOW, "propose", actions.propose_allocationrun, **RUNS),
    step(ALLOCATION_FLOW, "confirm", actions.confirm_allocationrun, **RUNS),
    step(ALLOCATION_FLOW, "publish", actions.publish_allocationrun, **RUNS),
    step(ALLOCATION_FLOW, "discard", actions.discard_allocationrun, **RUNS),
    path("programmes/objections/<int:pk>/", places.ObjectionDetail.as_view(), name="objection-detail"),
    step(OBJECTION_FLOW, "uphold", actions.uphold_objection, **OBJECTIONS),
    step(OBJECTION_FLOW, "dismiss", actions.dismiss_objection, **OBJECTIONS),
    path("programmes/risks/", risks.RiskList.as_view(), name="regionrisk-list"),
    path("programmes/risks/new/", risks.RiskCreate.as_view(), name="regionrisk-create"),
    path("programmes/risks/<int:pk>/edit/", risks.RiskEdit.as_view(), name="regionrisk-edit"),
]
