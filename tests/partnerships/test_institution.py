"""Institutions: steps, warning of doubles, merging, what counts as cooperating (§3.1, EC-43, F01)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from core.flow import StaleVersion, StepNotAllowed
from core.models import Event
from notifications.models import Notification
from partnerships import actions
from partnerships.actions.institution import lookalikes, suggest_dormant
from partnerships.flow import INSTITUTION_FLOW
from partnerships.models import AgreementPartner, Institution, InstitutionName
from partnerships.models.names import clean_ror_id, domain_of, name_key
from tests.conftest import ROLES
from tests.factories.partnerships import (
    ActivityFactory,
    AgreementFactory,
    ContactFactory,
    CoordinatorFactory,
    InstitutionFactory,
    LaboratoryFactory,
    region,
)

pytestmark = pytest.mark.django_db
S = Institution.Status
NOTE = {"note": "经处务会研究"}
STEPS = {
    "negotiate": (actions.negotiate_institution, {"IOP"}, {}, S.PROSPECT, S.NEGOTIATING),
    "activate": (actions.activate_institution, {"IOP", "DIR"}, {}, S.NEGOTIATING, S.ACTIVE),
    "rest": (actions.rest_institution, {"IOP"}, NOTE, S.ACTIVE, S.DORMANT),
    "end": (actions.end_institution, {"IOP", "DIR"}, NOTE, S.DORMANT, S.ENDED),
    "suspend": (actions.suspend_institution, {"DIR"}, NOTE, S.ACTIVE, S.BLACKLISTED),
    "readmit": (actions.readmit_institution, {"DIR"}, NOTE, S.BLACKLISTED, S.NEGOTIATING),
}


def institution_at(status):
    institution = InstitutionFactory(status=status)
    ContactFactory(institution=institution)
    return institution


def state_of(institution):
    institution.refresh_from_db()
    return (
        institution.status,
        institution.version,
        institution.dormant_suggested_on,
        Event.objects.of(institution).count(),
        Notification.objects.count(),
    )


@pytest.mark.parametrize(("verb", "role"), [(verb, role) for verb in STEPS for role in ROLES])
def test_step_by_each_role(verb, role, people):
    action, allowed, fields, source, target = STEPS[verb]
    institution = institution_at(source)
    before = state_of(institution)

    if role in allowed:
        action(institution, by=people[role], **fields)
        assert state_of(institution)[0] == target
    else:
        with pytest.raises(PermissionDenied):
            action(institution, by=people[role], **fields)
        assert state_of(institution) == before


@pytest.mark.parametrize(
    ("verb", "status"),
    [
        (verb, status)
        for verb in STEPS
        for status in S.values
        if status not in INSTITUTION_FLOW.steps[verb].sources
    ],
)
def test_step_from_another_status_is_refused_and_changes_nothing(verb, status, people):
    action, allowed, fields, _source, _target = STEPS[verb]
    institution = institution_at(status)
    before = state_of(institution)

    with pytest.raises(StepNotAllowed):
        action(institution, by=people[min(allowed)], **fields)

    assert state_of(institution) == before


def test_cooperation_without_a_current_contact_does_not_begin(people):
    institution = InstitutionFactory(status=S.NEGOTIATING)
    ContactFactory(institution=institution, gone_since=timezone.localdate())

    with pytest.raises(ValidationError):
        actions.activate_institution(institution, by=people["IOP"])

    assert state_of(institution)[0] == S.NEGOTIATING


@pytest.mark.parametrize("ror_id", ["00pjdza24", "03yrm5c26", "https://ror.org/00pjdza24", " 03YRM5C26 "])
def test_right_ror_ids_are_taken(ror_id):
    assert clean_ror_id(ror_id) in {"00pjdza24", "03yrm5c26"}


@pytest.mark.parametrize(
    "ror_id", ["00pjdza25", "03yrm5c62", "0opjdza24", "00pjdza2", "00pjdza244", "10pjdza24"]
)
def test_wrong_ror_ids_are_refused(ror_id):
    with pytest.raises(ValidationError):
        clean_ror_id(ror_id)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("University of Siegen", "Siegen University, the"),
        ("Universität Siegen", "UNIVERSITAT SIEGEN"),
        ("École  Centrale-Nantes", "ecole centrale nantes"),
        ("錫根大學", "锡根大学"),
        ("Texas A&M University", "Texas A M University"),
    ],
)
def test_spellings_of_one_name_have_one_key(one, other):
    key = name_key(one)

    assert key == name_key(other) or sorted(key) == sorted(name_key(other))


@pytest.mark.parametrize(
    ("website", "domain"),
    [
        ("https://www.uni-siegen.de/start", "uni-siegen.de"), ("uni-siegen.de", "uni-siegen.de"), ("", ""),
        ("http://[broken", ""),
    ],
)  # fmt: skip
def test_the_domain_of_a_website(website, domain):
    assert domain_of(website) == domain


def saved(people, **fields):
    fields = {"name_zh": "锡根大学", "name_en": "University of Siegen", "region": region()} | fields
    return actions.save_institution(Institution(**fields), by=people["IOP"])


@pytest.mark.parametrize(
    "typed",
    [
        {"names": ["錫根大學"]}, {"names": ["siegen  UNIVERSITY of"]}, {"names": ["Universität Siegen"]},
        {"names": ["Gesamthochschule Siegen"]}, {"names": ["x"], "website": "http://uni-siegen.de/en"},
        {"names": [""], "ror_id": "00pjdza24"}, {"names": ["University of Sie"]},
    ],
)  # fmt: skip
def test_typing_warns_of_the_known_institution(typed, people):
    known = saved(
        people, name_local="Universität Siegen", website="https://www.uni-siegen.de", ror_id="00pjdza24"
    )
    InstitutionName.objects.create(institution=known, name="Gesamthochschule Siegen", kind="former")
    if typed["names"] == ["siegen  UNIVERSITY of"]:
        InstitutionName.objects.create(institution=known, name="Siegen University", kind="alias")
    InstitutionFactory(name_zh="博洛尼亚大学", name_en="University of Bologna")

    assert lookalikes(**typed) == [known]


def test_nothing_alike_warns_of_nothing(people):
    saved(people)

    assert lookalikes(names=["Università di Bologna", "博洛尼亚大学"], website="https://unibo.it") == []


def test_an_official_name_given_up_stays_as_a_former_name(people):
    institution = saved(people)
    institution.name_en = "Siegen Technical University"
    actions.save_institution(institution, by=people["IOP"], version=institution.version)

    kinds = dict(institution.names.filter(language="en").values_list("name", "kind"))
    assert kinds == {"University of Siegen": "former", "Siegen Technical University": "official"}


def test_saving_over_somebody_elses_change_is_refused(people):
    institution = saved(people)

    with pytest.raises(StaleVersion):
        actions.save_institution(institution, by=people["IOP"], version=institution.version + 3)


def test_parents_in_a_circle_are_refused(people):
    campus, university = InstitutionFactory(), InstitutionFactory()
    campus.parent = university
    actions.save_institution(campus, by=people["IOP"])
    university.parent = campus

    with pytest.raises(ValidationError):
        actions.save_institution(university, by=people["IOP"])


class TestCooperating:
    """F01: what counts, and what counts once."""

    def counted(self, on=None):
        return set(Institution.objects.cooperating(on or timezone.localdate()))

    def test_an_agreement_in_force_makes_a_university_count(self):
        agreement = AgreementFactory()

        assert self.counted() == {agreement.partners.get()}
        assert self.counted(agreement.expires_on) == {agreement.partners.get()}
        assert self.counted(agreement.expires_on + timedelta(days=1)) == set()
        assert self.counted(agreement.effective_on - timedelta(days=1)) == set()

    def test_an_active_laboratory_makes_a_university_count(self):
        laboratory = LaboratoryFactory()

        assert self.counted() == {laboratory.partners.get()}

    @pytest.mark.parametrize("kind", sorted(set(Institution.Kind.values) - {"university"}))
    def test_only_universities_count(self, kind):
        AgreementFactory(partners=[InstitutionFactory(kind=kind)])

        assert self.counted() == set()

    @pytest.mark.parametrize("status", sorted(set(S.values) - {"active"}))
    def test_only_those_that_cooperate_count(self, status):
        AgreementFactory(partners=[InstitutionFactory(status=status)])

        assert self.counted() == set()

    @pytest.mark.parametrize("status", ["drafting", "cosign", "approved_to_sign", "rejected", "cancelled"])
    def test_what_is_not_signed_does_not_count(self, status):
        AgreementFactory(status=status)

        assert self.counted() == set()

    def test_campuses_count_as_their_university_once(self, people):
        university = InstitutionFactory()
        for _number in range(2):
            campus = InstitutionFactory(parent=university)
            actions.save_institution(campus, by=people["IOP"])
            AgreementFactory(partners=[campus])
        AgreementFactory(partners=[university])

        assert self.counted() == {university}

    def test_a_merged_university_counts_as_its_successor_once_ec_43(self, people):
        successor = InstitutionFactory()
        for _number in range(2):
            old = InstitutionFactory(status=S.ENDED, successor=successor)
            actions.save_institution(old, by=people["IOP"])
            AgreementFactory(partners=[old])

        assert self.counted() == {successor}

    def test_a_multilateral_agreement_makes_each_partner_count(self):
        partners = [InstitutionFactory(), InstitutionFactory()]
        AgreementFactory(partners=partners)

        assert self.counted() == set(partners)


class TestMerging:
    """Two records become one, and nothing is lost."""

    def test_everything_of_the_double_moves_to_the_record_that_is_kept(self, people):
        keep, double = InstitutionFactory(status=S.PROSPECT), InstitutionFactory(ror_id="00pjdza24")
        agreement = AgreementFactory(partners=[double])
        laboratory = LaboratoryFactory(partners=[double])
        contact, activity = ContactFactory(institution=double), ActivityFactory(institution=double)
        coordinator, campus = CoordinatorFactory(institution=double), InstitutionFactory(parent=double)

        actions.merge_institution(keep, by=people["IOP"], double=double, note="同一所大学")

        assert list(agreement.partners.all()) == [keep]
        assert list(laboratory.partners.all()) == [keep]
        for record in (contact, activity, coordinator):
            record.refresh_from_db()
            assert record.institution == keep
        campus.refresh_from_db()
        keep.refresh_from_db()
        double.refresh_from_db()
        assert (campus.parent, double.merged_into, keep.ror_id, double.ror_id) == (
            keep,
            keep,
            "00pjdza24",
            "",
        )
        assert keep.status == S.ACTIVE
        assert set(Institution.objects.cooperating(timezone.localdate())) == {keep}

    def test_the_names_of_the_double_find_the_kept_record(self, people):
        keep, double = saved(people), InstitutionFactory(name_zh="德国锡根大学", name_en="Siegen Univ.")

        actions.merge_institution(keep, by=people["DIR"], double=double)

        assert lookalikes(names=["德国锡根大学"]) == [keep]
        assert lookalikes(names=["Siegen Univ."]) == [keep]

    def test_both_records_tell_of_it(self, people):
        keep, double = InstitutionFactory(), InstitutionFactory()

        actions.merge_institution(keep, by=people["IOP"], double=double)

        assert Event.objects.of(keep).filter(verb="merge", payload__double=double.pk).count() == 1
        assert Event.objects.of(double).filter(verb="merged_into", payload__kept=keep.pk).count() == 1

    def test_an_agreement_that_names_both_keeps_one_partner(self, people):
        keep, double = InstitutionFactory(), InstitutionFactory()
        agreement = AgreementFactory(partners=[keep, double])
        LaboratoryFactory(partners=[keep, double])

        actions.merge_institution(keep, by=people["IOP"], double=double)

        assert list(agreement.partners.all()) == [keep]
        assert AgreementPartner.objects.count() == 1

    def test_no_row_of_the_register_points_at_the_double_afterwards(self, people):
        keep, double = InstitutionFactory(), InstitutionFactory()
        AgreementFactory(partners=[double])
        ActivityFactory(institution=double)

        actions.merge_institution(keep, by=people["IOP"], double=double)

        left = {
            relation.related_model._meta.label: relation.related_model._base_manager.filter(
                **{relation.field.name: double}
            ).count()
            for relation in Institution._meta.related_objects
            if not relation.many_to_many
        }
        assert {label: count for label, count in left.items() if count} == {}

    def test_a_record_is_not_merged_with_itself_nor_twice(self, people):
        keep, double = InstitutionFactory(), InstitutionFactory()
        with pytest.raises(ValidationError):
            actions.merge_institution(keep, by=people["IOP"], double=keep)
        actions.merge_institution(keep, by=people["IOP"], double=double)
        with pytest.raises(ValidationError):
            actions.merge_institution(InstitutionFactory(), by=people["IOP"], double=double)

    @pytest.mark.parametrize("role", sorted(set(ROLES) - {"IOP", "DIR"}))
    def test_nobody_else_merges(self, role, people):
        keep, double = InstitutionFactory(), InstitutionFactory()

        with pytest.raises(PermissionDenied):
            actions.merge_institution(keep, by=people[role], double=double)

        double.refresh_from_db()
        assert double.merged_into is None


class TestDormant:
    """Two years without a sign of life suggest that a partner sleeps."""

    def silent(self, **fields):
        institution = InstitutionFactory(**fields)
        long_ago = timezone.now() - timedelta(days=1000)
        Institution.objects.filter(pk=institution.pk).update(created_at=long_ago)
        return institution

    def test_a_silent_partner_is_suggested_once_to_its_officer(self, people):
        institution = self.silent(officer=people["IOP"])

        assert (suggest_dormant(), suggest_dormant()) == (1, 0)
        institution.refresh_from_db()
        assert institution.status == S.ACTIVE
        assert institution.dormant_suggested_on == timezone.localdate()
        assert Notification.objects.filter(recipient=people["IOP"]).count() == 1
        assert list(Institution.objects.awaiting(people["IOP"])) == [institution]

    def test_an_activity_within_two_years_prevents_the_suggestion(self, people):
        ActivityFactory(institution=self.silent(), on=timezone.localdate() - timedelta(days=700))
        ActivityFactory(institution=self.silent(), on=timezone.localdate() - timedelta(days=800))

        assert suggest_dormant() == 1

    def test_an_activity_logged_afterwards_withdraws_the_suggestion(self, people):
        institution = self.silent()
        suggest_dormant()

        actions.log_activity(
            institution,
            on=timezone.localdate(),
            kind="meeting",
            title_zh="会谈",
            title_en="Meeting",
            by=people["IOP"],
        )

        institution.refresh_from_db()
        assert institution.dormant_suggested_on is None

    def test_a_partner_entered_only_now_is_not_suggested(self):
        InstitutionFactory()

        assert suggest_dormant() == 0


def test_the_same_source_is_logged_once_and_follows_a_merger(people):
    keep, double = InstitutionFactory(), InstitutionFactory()
    actions.merge_institution(keep, by=people["IOP"], double=double)
    double.refresh_from_db()
    for title in ("来访", "来访(更正)"):
        actions.log_activity(
            double, on=timezone.localdate(), kind="visit_in", title_zh=title, title_en="Visit", source="delegation:1",
            by=people["IOV"],
        )  # fmt: skip

    assert keep.activities.get().title_zh == "来访(更正)"
