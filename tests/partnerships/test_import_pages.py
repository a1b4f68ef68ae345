"""The import in four steps: file, columns, check, done; and undone."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from accounts.models import Role
from core.models import Region
from core.region_source import region_rows
from partnerships.actions import imports
from partnerships.models import ImportBatch, ImportMapping, Institution
from tests.factories.accounts import person_with

pytestmark = pytest.mark.django_db
ROWS = [
    "学校英文名,国别,网址,备注",
    "University of Siegen,德国,www.uni-siegen.de,x",
    "Université de Lyon,法国,,y",
]


@pytest.fixture(autouse=True)
def english(tmp_path, settings, client):
    settings.MEDIA_ROOT = str(tmp_path)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def regions(db):
    Region.objects.bulk_create(
        Region(alpha2=row.alpha2, alpha3=row.alpha3, name_zh=row.name_zh, name_en=row.name_en, kind=row.kind)
        for row in region_rows()
    )


@pytest.fixture
def desk():
    return person_with(Role.PARTNERSHIPS_DESK, language="en")


def a_file(*rows, name="partners.csv"):
    return SimpleUploadedFile(name, "\n".join(rows or ROWS).encode())


def work(batch):
    """What the worker does."""
    ImportBatch.objects.all().claim(batch.pk)
    batch.refresh_from_db()
    imports.work_on_import(batch)
    batch.refresh_from_db()
    return batch


def matched(desk, *rows, duplicates="stop"):
    batch = work(imports.upload_import(a_file(*rows), duplicates=duplicates, by=desk))
    imports.assign_columns(batch, by=desk, columns=batch.columns, duplicates=duplicates)
    batch.refresh_from_db()
    return work(batch)


def applied(desk, *rows):
    batch = matched(desk, *rows)
    imports.order_apply(batch, by=desk)
    batch.refresh_from_db()
    return work(batch)


def test_the_four_steps_when_everything_is_well_end_in_the_register(client, desk):
    client.force_login(desk)
    response = client.post(reverse("importbatch-create"), {"file": a_file(), "duplicates": "stop"})
    batch = work(ImportBatch.objects.get())
    page = client.get(response["Location"]).content.decode()
    assert "学校英文名" in page
    form = {
        "column_0": "name_en",
        "column_1": "region",
        "column_2": "website",
        "column_3": "",
        "duplicates": "stop",
    }
    client.post(reverse("importbatch-map", args=[batch.pk]), form)
    work(batch)
    page = client.get(batch.get_absolute_url()).content.decode()
    assert "University of Siegen" in page
    client.post(reverse("importbatch-apply", args=[batch.pk]), {})
    work(batch)

    assert sorted(Institution.objects.values_list("name_en", "region__alpha2")) == [
        ("University of Siegen", "DE"), ("Université de Lyon", "FR"),
    ]  # fmt: skip
    assert batch.status == "applied"
    assert "2 institutions are new" in client.get(batch.get_absolute_url()).content.decode()


def test_the_columns_of_a_layout_are_remembered(desk):
    batch = work(imports.upload_import(a_file(), duplicates="stop", by=desk))
    imports.assign_columns(batch, by=desk, columns={"备注": "name", "国别": "region"}, duplicates="stop")

    again = work(imports.upload_import(a_file(*ROWS[:2]), duplicates="stop", by=desk))

    assert ImportMapping.objects.count() == 1
    assert again.columns == {"备注": "name", "国别": "region"}
    assert again.counts["remembered"] is True


def test_columns_without_names_are_refused_and_nothing_changes(client, desk):
    batch = work(imports.upload_import(a_file(), duplicates="stop", by=desk))
    client.force_login(desk)

    response = client.post(
        reverse("importbatch-map", args=[batch.pk]), {"column_1": "region", "duplicates": "stop"}
    )

    assert response.status_code == 422
    batch.refresh_from_db()
    assert batch.status == "uploaded"


def test_a_bad_row_hinders_until_it_is_left_out(client, desk):
    batch = matched(desk, ROWS[0], ROWS[1], "University of B,Korea,,")
    client.force_login(desk)
    page = client.get(f"{batch.get_absolute_url()}?rows=problems").content.decode()
    assert "B3" in page
    sheet = client.get(reverse("importbatch-problems", args=[batch.pk]))
    assert sheet["Content-Type"].endswith("sheet")

    bad = batch.rows.get(number=3)
    client.post(reverse("importbatch-decide", args=[batch.pk]), {f"row_{bad.pk}": "skip"})
    imports.order_apply(batch, by=desk)
    work(batch)

    assert Institution.objects.count() == 1


def test_a_doubtful_row_waits_for_the_officer_who_may_choose_another(client, desk):
    applied(desk, ROWS[0], "University of Leeds,英国,,", "Leeds Conservatoire,英国,,")
    batch = matched(desk, ROWS[0], "Leeds Academy of Music,英国,,", "University of Leeds,英国,,")
    row = batch.rows.get(number=2)
    chosen = Institution.objects.get(name_en="Leeds Conservatoire")
    client.force_login(desk)
    page = client.get(reverse("importrow-edit", args=[batch.pk, 2]), {"q": "Leeds"}).content.decode()
    assert "Leeds Conservatoire" in page

    client.post(reverse("importrow-edit", args=[batch.pk, 2]) + "?q=Leeds", {"institution": chosen.pk})

    row.refresh_from_db()
    assert (row.decision, row.match_id) == ("update", chosen.pk)


def test_an_undone_import_leaves_nothing(client, desk):
    batch = applied(desk)
    client.force_login(desk)

    client.post(reverse("importbatch-undo", args=[batch.pk]), {})
    work(batch)

    assert Institution.objects.count() == 0
    assert batch.status == "undone"


def test_an_import_of_which_one_row_fails_changes_nothing(desk):
    batch = matched(desk)
    Region.objects.filter(alpha2="FR").delete()
    imports.order_apply(batch, by=desk)
    batch = work(batch)

    assert batch.run_state == "failed"
    assert "FR" in batch.error
    assert batch.status == "matched"
    assert Institution.objects.count() == 0


def test_a_candidate_that_was_never_offered_is_refused(client, desk):
    batch = matched(desk)
    other = matched(desk)
    client.force_login(desk)
    row, foreign = batch.rows.first(), other.rows.first()

    client.post(
        reverse("importbatch-decide", args=[batch.pk]),
        {f"row_{row.pk}": "update:99", f"row_{foreign.pk}": "skip"},
    )

    row.refresh_from_db()
    foreign.refresh_from_db()
    assert (row.decision, foreign.decision) == ("create", "create")


def test_others_do_not_find_imports(client, desk):
    batch = matched(desk)
    client.force_login(person_with(Role.STUDENT_DESK))

    assert client.get(batch.get_absolute_url()).status_code == 404
    assert client.get(reverse("importbatch-list")).status_code == 404


def test_the_page_of_rows_costs_the_same_however_many_there_are(client, desk, django_assert_max_num_queries):
    few, many = (
        matched(desk, *ROWS[:2]),
        matched(desk, ROWS[0], *(f"University of {n},德国,," for n in range(40))),
    )
    client.force_login(desk)
    client.get(few.get_absolute_url())
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for batch in (few, many):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            client.get(batch.get_absolute_url())
        counts.append(len(seen))

    assert counts[0] == counts[1]
