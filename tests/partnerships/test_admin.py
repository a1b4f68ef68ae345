"""Institutions brought in from the administration site: the same headings, nothing overwritten."""

import io

import pytest
import tablib
from django.core.exceptions import ValidationError

from core.models import Region
from core.region_source import region_rows
from partnerships.models import Institution
from partnerships.resources import InstitutionResource

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def regions(db):
    Region.objects.bulk_create(
        Region(alpha2=row.alpha2, alpha3=row.alpha3, name_zh=row.name_zh, name_en=row.name_en, kind=row.kind)
        for row in region_rows()
    )


def take_in(*rows, headers=("学校名称", "英文名称", "国家", "网址")):
    dataset = tablib.Dataset(*rows, headers=list(headers))
    return InstitutionResource().import_data(dataset, raise_errors=True)


def test_rows_become_institutions_found_by_their_names():
    take_in(("锡根大学", "University of Siegen", "德国", "https://www.uni-siegen.de/"))

    siegen = Institution.objects.get()
    assert (siegen.region.alpha2, siegen.domain) == ("DE", "uni-siegen.de")
    assert set(siegen.names.values_list("name", flat=True)) == {"锡根大学", "University of Siegen"}


def test_a_known_institution_only_gains_what_was_empty():
    take_in(("锡根大学", "University of Siegen", "德国", ""))

    take_in(("锡根大学", "Another name", "Germany", "https://www.uni-siegen.de/"))

    siegen = Institution.objects.get()
    assert (siegen.name_en, siegen.domain) == ("University of Siegen", "uni-siegen.de")


def test_an_unknown_column_is_an_error():
    with pytest.raises(Exception, match="secret"):
        take_in(("锡根大学", "x"), headers=("学校名称", "secret"))

    assert Institution.objects.count() == 0


def test_an_ambiguous_country_is_an_error():
    with pytest.raises((ValidationError, Exception)):
        take_in(("某大学", "Some University", "Korea", ""))

    assert Institution.objects.count() == 0


def test_the_import_page_of_the_site_previews_before_it_writes(client, people):
    client.force_login(people["SYS"])
    file = io.BytesIO("学校名称,英文名称,国家,网址\n锡根大学,University of Siegen,德国,\n".encode())
    file.name = "list.csv"

    response = client.post(
        "/admin/partnerships/institution/import/", {"import_file": file, "format": "1", "resource": "0"}
    )

    assert response.status_code == 200
    assert "锡根大学" in response.content.decode()
    assert Institution.objects.count() == 0
