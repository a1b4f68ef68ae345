"""Accounts, roles and delegations: who may give what to whom."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import actions
from accounts.models import Delegation, IdentityDocument, Person, Role, RoleGrant, User
from core.fields import keyed_hash
from core.models import Event
from tests.factories.accounts import UserFactory, grant, person_with

TODAY = timezone.localdate


def verbs(record):
    return list(Event.objects.of(record).values_list("verb", flat=True))


def make_document(kind=Person.Kind.TRAINEE, number="E12345678"):
    person = Person.objects.create(name_zh="欧阳文", kind=kind)
    return IdentityDocument.objects.create(
        person=person,
        doc_type=IdentityDocument.DocType.PASSPORT,
        number=number,
        number_hash=keyed_hash(number),
        last4=number[-4:],
    )


def test_create_user_by_the_system_administrator_opens_an_account_without_a_password(people):
    user = actions.create_user(User(email="new@example.org", name_zh="新人"), by=people["SYS"])

    assert (user.has_usable_password(), verbs(user)) == (False, ["create"])


@pytest.mark.parametrize("role", ["DIR", "DA", "IOT", "AUD"])
def test_create_user_by_anybody_else_is_refused(people, role):
    with pytest.raises(PermissionDenied):
        actions.create_user(User(email="new@example.org"), by=people[role])

    assert User.objects.filter(email="new@example.org").count() == 0


def test_change_user_cannot_disable_oneself(people):
    administrator = people["SYS"]
    administrator.is_active = False

    with pytest.raises((ValidationError, PermissionDenied)):
        actions.change_user(administrator, by=people["SYS"])

    assert User.objects.get(pk=administrator.pk).is_active is True


def test_grant_role_lets_the_person_hold_it_and_is_remembered(people, unit):
    person = UserFactory()

    actions.grant_role(person, by=people["SYS"], role=Role.DEPARTMENT_ADMIN, unit=unit)

    assert person.role_codes == {"DA"}
    assert verbs(person) == ["grant"]


def test_grant_role_to_oneself_is_refused(people):
    with pytest.raises(PermissionDenied):
        actions.grant_role(people["SYS"], by=people["SYS"], role=Role.DIRECTOR)

    assert RoleGrant.objects.filter(user=people["SYS"]).count() == 1


def test_a_role_granted_to_oneself_is_refused_by_the_database_too(people):
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(user=people["SYS"], role=Role.DIRECTOR, granted_by=people["SYS"])


@pytest.mark.parametrize("role", ["DIR", "LDR", "DH", "AUD"])
def test_grant_role_by_anybody_else_is_refused(people, role):
    person = UserFactory()

    with pytest.raises(PermissionDenied):
        actions.grant_role(person, by=people[role], role=Role.STUDENT)

    assert person.grants.count() == 0


def test_grant_role_of_a_department_without_a_unit_is_refused(people):
    person = UserFactory()

    with pytest.raises(ValidationError):
        actions.grant_role(person, by=people["SYS"], role=Role.DEPARTMENT_HEAD)

    assert person.grants.count() == 0


def test_grant_role_again_after_it_ran_out(people):
    person = UserFactory()
    yesterday = TODAY() - timedelta(days=1)
    RoleGrant.objects.create(user=person, role=Role.STUDENT, starts_on=yesterday, ends_on=yesterday)

    actions.grant_role(person, by=people["SYS"], role=Role.STUDENT)

    assert RoleGrant.objects.in_force().filter(user=person).count() == 1


def test_a_role_that_begins_tomorrow_does_not_count_today(people):
    person = UserFactory()

    actions.grant_role(person, by=people["SYS"], role=Role.AUDITOR, starts_on=TODAY() + timedelta(days=1))

    assert person.role_codes == set()


def test_the_administration_site_opens_and_closes_with_the_role(people):
    person = UserFactory()

    held = actions.grant_role(person, by=people["SYS"], role=Role.SYSTEM)
    opened = User.objects.get(pk=person.pk).is_staff
    actions.end_role(held, by=people["SYS"], note="left the office")

    assert (opened, User.objects.get(pk=person.pk).is_staff) == (True, False)


def test_end_role_takes_it_back_at_once_and_is_remembered(people):
    person = person_with("IOT")

    actions.end_role(person.grants.get(), by=people["SYS"], note="moved to another desk")

    assert User.objects.get(pk=person.pk).role_codes == set()
    assert verbs(person) == ["end"]


def test_end_role_twice_is_harmless(people):
    person = person_with("IOT")
    held = person.grants.get()

    actions.end_role(held, by=people["SYS"], note="moved")
    actions.end_role(held, by=people["SYS"], note="moved")

    assert verbs(person) == ["end"]


def test_end_role_of_oneself_is_refused(people):
    held = people["SYS"].grants.get()

    with pytest.raises(PermissionDenied):
        actions.end_role(held, by=people["SYS"])

    held.refresh_from_db()
    assert held.revoked_at is None


def delegate(delegator, deputy, role=Role.DEPARTMENT_HEAD, days=3):
    return actions.create_delegation(
        delegator,
        by=delegator,
        deputy=deputy,
        role=role,
        starts_on=TODAY(),
        ends_on=TODAY() + timedelta(days=days),
    )


def test_create_delegation_lets_the_deputy_act_with_the_role_and_unit_of_the_delegator(people, unit):
    deputy = UserFactory()

    delegation = delegate(people["DH"], deputy)
    deputy.acting_for, deputy.acting_role = delegation.delegator, delegation.role

    assert [(row.role, row.unit_id) for row in deputy.active_grants] == [("DH", unit.pk)]


@pytest.mark.parametrize("role", ["DA", "IOT", "FIN", "SYS"])
def test_create_delegation_by_a_role_that_cannot_be_handed_on_is_refused(people, role):
    with pytest.raises(PermissionDenied):
        delegate(people[role], UserFactory(), role=Role.DEPARTMENT_HEAD)

    assert Delegation.objects.count() == 0


def test_create_delegation_of_a_role_one_does_not_hold_is_refused(people):
    with pytest.raises(PermissionDenied):
        delegate(people["DH"], UserFactory(), role=Role.DIRECTOR)

    assert Delegation.objects.count() == 0


def test_create_delegation_of_what_was_itself_delegated_is_refused(people):
    deputy = people["LDR"]
    delegation = delegate(people["DH"], deputy)
    deputy.__dict__.pop("active_grants", None)
    deputy.acting_for, deputy.acting_role = delegation.delegator, delegation.role

    with pytest.raises(PermissionDenied):
        delegate(deputy, UserFactory())

    assert Delegation.objects.count() == 1


def test_create_delegation_to_oneself_is_refused(people):
    with pytest.raises(ValidationError):
        delegate(people["DH"], people["DH"])


def test_revoke_delegation_ends_it_at_once(people):
    deputy = UserFactory()
    delegation = delegate(people["DIR"], deputy, role=Role.DIRECTOR)

    actions.revoke_delegation(delegation, by=people["DIR"], note="back early")

    assert list(deputy.delegations_in_force()) == []


def test_revoke_delegation_of_somebody_else_is_refused(people):
    delegation = delegate(people["DIR"], UserFactory(), role=Role.DIRECTOR)

    with pytest.raises(PermissionDenied):
        actions.revoke_delegation(delegation, by=people["SYS"])


def test_reveal_number_gives_the_whole_number_and_remembers_who_looked_and_why(people):
    document = make_document()

    number = actions.reveal_number(document, by=people["IOT"], reason="insurance for the course")

    event = Event.objects.of(document).get()
    assert number == "E12345678"
    assert (event.verb, event.by, event.note) == ("reveal", people["IOT"], "insurance for the course")
    assert "E12345678" not in str(event.payload)


def test_reveal_number_without_a_reason_is_refused(people):
    document = make_document()

    with pytest.raises(ValidationError):
        actions.reveal_number(document, by=people["IOT"], reason="  x ")

    assert verbs(document) == []


REVEALERS = {
    Person.Kind.TRAINEE: {"IOT", "DIR"},
    Person.Kind.STUDENT: {"IOS", "IEC", "DIR"},
    Person.Kind.FOREIGNER: {"IOV", "IEC", "DIR"},
    Person.Kind.STAFF: {"IOV", "DIR"},
}


@pytest.mark.parametrize("kind", Person.Kind.values)
def test_only_the_desk_of_the_area_and_the_director_may_reveal(people, kind):
    document = make_document(kind)

    able = {
        role
        for role, person in people.items()
        if person.has_perm("accounts.reveal_identitydocument", document)
    }

    assert able == REVEALERS[kind]


def test_a_person_may_hold_several_roles(people, unit, other_unit):
    person = person_with("DA", unit)
    grant(person, "DH", other_unit)

    assert person.role_codes == {"DA", "DH"}
