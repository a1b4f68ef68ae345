"""Lists as people like them: columns chosen, kept under a name, shared, watched; steps taken on many rows."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from core.models import Event, SavedQuery
from core.saved_queries import clean_query, news_of, remove_query, save_query
from notifications.actions import tell_watchers
from notifications.models import Notification
from tests.factories.accounts import person_with
from tests.factories.training import ProposalFactory
from training.models import Proposal

S = Proposal.Status


def kept(person, **values):
    values = {"page": "proposal-list", "name": "待审", "query": "status=office_review"} | values
    return save_query(values.pop("page"), values.pop("name"), values.pop("query"), by=person, **values)


def test_save_query_keeps_filters_and_columns_and_drops_what_belongs_to_one_look(people):
    saved = kept(people["IOT"], query="status=office_review&page=x&export=csv&title=&columns=status")

    assert saved.query == "status=office_review&columns=status"
    assert saved.get_absolute_url() == f"{reverse('proposal-list')}?{saved.query}"
    assert clean_query("page=1&export=xlsx") == ""


def test_save_query_under_a_name_used_before_replaces_it(people):
    first = kept(people["IOT"])
    second = kept(people["IOT"], query="status=returned")

    assert (first.pk, second.query, SavedQuery.objects.count()) == (second.pk, "status=returned", 1)


@pytest.mark.parametrize("page", ["home", "proposal-begin", "certificatetemplate-list", "no-such-page"])
def test_save_query_of_a_page_that_is_no_list_of_the_person_is_refused(page, people):
    with pytest.raises(PermissionDenied):
        kept(people["DA"], page=page)

    assert SavedQuery.objects.count() == 0


def test_save_query_shared_with_a_role_not_held_is_refused(people):
    with pytest.raises(ValidationError):
        kept(people["IOT"], role="DIR")

    assert SavedQuery.objects.count() == 0


def test_shared_query_is_seen_by_the_role_and_by_nobody_else(people, office):
    colleague = person_with("IOT", office)
    kept(people["IOT"], name="共享", role="IOT")
    kept(people["IOT"], name="自用")

    def seen(person):
        return sorted(SavedQuery.objects.visible_to(person).values_list("name", flat=True))

    assert seen(colleague) == ["共享"]
    assert seen(people["DIR"]) == []
    assert seen(people["IOT"]) == ["共享", "自用"]


def test_remove_query_of_somebody_else_is_refused(people, office):
    saved = kept(people["IOT"], role="IOT")

    with pytest.raises(PermissionDenied):
        remove_query(saved, by=person_with("IOT", office))

    assert SavedQuery.objects.filter(pk=saved.pk).exists()


def test_watched_query_tells_of_each_new_row_once_and_only_of_rows_its_owner_sees(people, unit, other_unit):
    ProposalFactory(unit=unit, author=people["DA"], status=S.DRAFT)
    kept(people["DA"], query="", is_watched=True)
    ProposalFactory(unit=unit, author=people["DA"], status=S.DRAFT)
    ProposalFactory(unit=other_unit, author=person_with("DA", other_unit), status=S.DRAFT)

    rounds = [tell_watchers(), tell_watchers()]

    notice = Notification.objects.get(recipient=people["DA"], kind="notifications.query_matched")
    assert (rounds, notice.context["count"]) == ([1, 0], 1)


def test_watched_query_of_someone_who_lost_the_role_finds_nothing(people, unit):
    saved = kept(people["DA"], query="", is_watched=True)
    people["DA"].grants.all().delete()
    ProposalFactory(unit=unit, author=person_with("DA", unit), status=S.DRAFT)
    saved = SavedQuery.objects.get(pk=saved.pk)

    assert news_of(saved) == []


def test_list_shows_the_chosen_columns_and_exports_them(client, people, unit):
    ProposalFactory(
        unit=unit,
        author=people["DA"],
        title_zh="雷达培训班",
        status=S.OFFICE_REVIEW,
        submitted_at=timezone.now(),
    )
    client.force_login(people["IOT"])

    page = client.get(reverse("proposal-list"), {"columns": ["status"]})
    file = client.get(reverse("proposal-list"), {"columns": ["status"], "export": "csv"})

    assert [column.key for column in page.context["columns"]] == ["status"]
    lines = b"".join(file.streaming_content).decode("utf-8-sig").splitlines()
    assert lines == ["状态", "归口初审"]


def test_list_keeps_the_query_it_shows(client, people):
    client.force_login(people["IOT"])

    answer = client.post(
        reverse("savedquery-create"),
        {"page": "proposal-list", "query": "status=returned", "name": "退回的", "is_watched": "on"},
    )

    saved = SavedQuery.objects.get(owner=people["IOT"])
    assert (answer.url, saved.name, saved.is_watched) == (saved.get_absolute_url(), "退回的", True)
    assert "退回的" in client.get(reverse("proposal-list")).content.decode()


def test_list_without_a_name_for_the_query_says_so_and_keeps_nothing(client, people):
    client.force_login(people["IOT"])

    client.post(reverse("savedquery-create"), {"page": "proposal-list", "query": "", "name": ""})

    assert SavedQuery.objects.count() == 0


def test_query_of_somebody_else_cannot_be_removed_by_its_address(client, people):
    saved = kept(people["DIR"], page="proposal-list")
    client.force_login(people["IOT"])

    answer = client.post(reverse("savedquery-remove", args=[saved.pk]))

    assert (answer.status_code, SavedQuery.objects.count()) == (404, 1)


@pytest.fixture
def two_waiting(people, unit):
    """Two proposals the department head can endorse, and one that has not been sent yet."""
    sent = [ProposalFactory(unit=unit, author=people["DA"], status=S.UNIT_REVIEW) for _ in range(2)]
    return [*sent, ProposalFactory(unit=unit, author=people["DA"], status=S.DRAFT)]


def test_bulk_step_is_first_shown_and_changes_nothing(client, people, two_waiting):
    client.force_login(people["DH"])
    rows = [record.pk for record in two_waiting]

    answer = client.post(reverse("proposal-bulk"), {"verb": "endorse", "rows": rows})

    assert [outcome.record.pk for outcome in answer.context["open_ones"]] == rows[:2]
    assert [outcome.record.pk for outcome in answer.context["closed_ones"]] == rows[2:]
    assert Event.objects.filter(verb="endorse").count() == 0


def test_bulk_step_takes_what_it_can_and_names_the_reason_of_the_rest(client, people, two_waiting, unit):
    client.force_login(people["DH"])
    rows = [record.pk for record in two_waiting]

    answer = client.post(
        reverse("proposal-bulk"), {"verb": "endorse", "rows": rows, "confirm": "yes", "note": "同意申报"}
    )

    done = {outcome.record.pk for outcome in answer.context["open_ones"]}
    stored = dict(Proposal.objects.filter(pk__in=rows).values_list("pk", "status"))
    assert {pk for pk, status in stored.items() if status == S.OFFICE_REVIEW} == done
    assert all(outcome.reason for outcome in answer.context["closed_ones"])


def test_bulk_step_on_rows_of_another_unit_touches_nothing(client, people, other_unit):
    foreign = ProposalFactory(unit=other_unit, author=person_with("DA", other_unit), status=S.UNIT_REVIEW)
    client.force_login(people["DH"])

    client.post(
        reverse("proposal-bulk"), {"verb": "endorse", "rows": [foreign.pk], "confirm": "yes", "note": "同意"}
    )

    assert Proposal.objects.get(pk=foreign.pk).status == S.UNIT_REVIEW


def test_bulk_step_that_is_no_bulk_step_is_refused(client, people, two_waiting):
    client.force_login(people["DH"])

    answer = client.post(reverse("proposal-bulk"), {"verb": "reject", "rows": [two_waiting[0].pk]})

    assert answer.status_code == 403
