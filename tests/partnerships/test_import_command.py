"""Lists of institutions from the command line: read whole, matched, taken over as one batch, undone exactly."""

import io
import json
import os
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.serializers import serialize

from core.models import Region
from core.region_source import region_rows
from partnerships.models import ImportBatch, ImportMapping, ImportRow, Institution

DATA = Path(os.environ.get("PORTAL_SHARED_DATA", Path(settings.BASE_DIR).parent / "shared" / "data"))
ECHE = DATA / "eche" / "eche_2026-04-08.xlsx"
HIPO = DATA / "hipo-universities" / "world_universities_and_domains.json"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def private_files(tmp_path, settings):
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture(autouse=True)
def regions(db):
    Region.objects.bulk_create(
        Region(alpha2=row.alpha2, alpha3=row.alpha3, name_zh=row.name_zh, name_en=row.name_en, kind=row.kind)
        for row in region_rows()
    )


def run(*args, **options):
    out, err = io.StringIO(), io.StringIO()
    call_command(*map(str, args), stdout=out, stderr=err, **options)
    return out.getvalue()


def tables():
    """Everything the app keeps, but the imports themselves."""
    own = {ImportBatch, ImportRow, ImportMapping}
    return {
        model._meta.label: serialize("json", model._base_manager.order_by("pk"))
        for model in apps.get_app_config("partnerships").get_models()
        if model not in own
    }


@pytest.fixture
def some(tmp_path):
    def write(*rows, name="list.csv", header="name,country,website,Erasmus code"):
        path = tmp_path / name
        path.write_text("\n".join([header, *rows]), "utf-8")
        return path

    return write


@pytest.mark.skipif(
    not ECHE.exists(), reason="the list of the European Commission does not stand beside the project"
)
def test_the_list_of_charter_holders_enters_whole_and_goes_again():
    before = tables()

    batch = int(run("import_institutions", ECHE))
    written = Institution.objects.count()
    again = json.loads(run("import_institutions", ECHE, "--dry-run", "--json"))
    run("undo_import", batch)

    assert written == 6142
    assert again["counts"]["rows"] == again["counts"]["update"] == 6142
    assert {row["match"]["by"] for row in again["rows"]} == {"code"}
    assert tables() == before


@pytest.mark.skipif(
    not HIPO.exists(), reason="the list of universities and domains does not stand beside the project"
)
def test_the_list_of_universities_and_domains_enters_whole():
    found = json.loads(run("import_institutions", HIPO, "--dry-run", "--json"))
    batch = int(run("import_institutions", HIPO))

    assert found["counts"]["rows"] == found["counts"]["create"] == 10_251
    assert found["problems"] == []
    assert Institution.objects.count() == 10_251
    run("undo_import", batch)
    assert Institution.objects.count() == 0


def test_a_dry_run_tells_header_mapping_and_match_and_writes_nothing(some):
    run("import_institutions", some("University of Siegen,Germany,https://www.uni-siegen.de,D  SIEGEN01"))
    path = some(
        "Universität Siegen,DE,,",
        "Somewhere College,France,,",
        header="x,country,web,Erasmus code\n\nLegal name,Country,Web page,Erasmus ID",
    )
    before = tables()

    found = json.loads(run("import_institutions", path, "--dry-run", "--json"))

    assert found["header_row"] == 3
    assert found["mapping"] == {
        "name": "Legal name (A)", "region": "Country (B)", "website": "Web page (C)", "erasmus_code": "Erasmus ID (D)",
    }  # fmt: skip
    known, new = found["rows"]
    assert known["match"]["name"] == "University of Siegen"
    assert known["decision"] == "update"
    assert new["match"] is None
    assert tables() == before


def test_a_bad_cell_is_named_and_nothing_is_taken_over(some):
    path = some("University of A,Germany,,", "University of B,Korea,,", ",France,,")

    with pytest.raises(CommandError):
        run("import_institutions", path)
    with pytest.raises(CommandError):
        run("import_institutions", path, "--dry-run", "--json")

    assert Institution.objects.count() == 0
    assert ImportBatch.objects.count() == 0


def test_an_import_that_filled_in_a_known_institution_is_undone_to_the_last_field(some):
    run("import_institutions", some("University of Siegen,Germany,,"))
    before = tables()
    rows = ["University of Siegen,Germany,www.uni-siegen.de,D  SIEGEN01", "Université de Lyon,FR,,"]

    batch = int(run("import_institutions", some(*rows, name="more.csv")))
    siegen = Institution.objects.get(name_en="University of Siegen")
    during = (siegen.domain, siegen.erasmus_code, Institution.objects.count())
    run("undo_import", batch)

    assert during == ("uni-siegen.de", "D SIEGEN01", 2)
    assert tables() == before


def test_an_import_somebody_has_built_on_cannot_be_undone(some):
    batch = int(run("import_institutions", some("University of Siegen,Germany,,")))
    Institution.objects.update(version=2)

    with pytest.raises(CommandError):
        run("undo_import", batch)

    assert Institution.objects.count() == 1


def test_the_same_institution_twice_stops_unless_one_is_left_out(some):
    path = some("University of A,Germany,www.a.de,D  A01", "A Universität,Germany,www.a.de,D A01")

    with pytest.raises(CommandError):
        run("import_institutions", path)
    run("import_institutions", path, "--duplicates", "skip")

    assert Institution.objects.count() == 1


def test_formulas_are_never_executed(tmp_path):
    import xlsxwriter

    path = tmp_path / "formulas.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["name", "country"])
        sheet.write_string(1, 0, '=HYPERLINK("http://x")')
        sheet.write_string(1, 1, "DE")
        sheet.write_row(2, 0, ["University of B", "DE"])

    run("import_institutions", path)

    assert sorted(Institution.objects.values_list("name_zh", flat=True)) == [
        '=HYPERLINK("http://x")',
        "University of B",
    ]
