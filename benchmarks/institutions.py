"""Measures the import of institutions: the portal's wizard against django-import-export as it comes, on the same rows.

The rows are the Commission's list of holders of the Erasmus charter where it stands beside the project, else as many
invented ones. Each way runs in a process of its own on a fresh database and says its peak memory; a third and fourth
run show that the memory stays flat from 10,000 to 100,000 rows. Called by benchmarks.imports.
"""

from __future__ import annotations

import csv
import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("PORTAL_SHARED_DATA", ROOT.parent / "shared" / "data"))
ECHE = DATA / "eche" / "eche_2026-04-08.xlsx"
COUNTRIES = ("DE", "FR", "ES", "IT", "PL", "TR", "RO", "PT", "NL", "BE")
HEADER = ["Erasmus Code", "PIC", "OID", "Legal Name", "City", "Country Cd", "Website Url"]
FEW, MANY = 10_000, 100_000


def invented(rows: int) -> bytes:
    """A list of invented institutions, written like the Commission's."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADER)
    for serial in range(rows):
        country = COUNTRIES[serial % len(COUNTRIES)]
        name = f"UNIVERSITY OF TOWN {serial:06d}"
        city = f"TOWN {serial:06d}"
        writer.writerow(
            [f"{country} TOWN{serial:06d}", f"9{serial:08d}", f"E1{serial:07d}", name, city, country, f"www.t{serial}.example"]
        )
    return out.getvalue().encode()


def wizard(path: Path) -> tuple[list[float], int]:
    """The portal: every row read, matched and kept for the officer, then taken over as one batch."""
    from django.core.files.base import ContentFile  # noqa: PLC0415

    from partnerships.actions.imports import apply_import, match_rows, read_layout  # noqa: PLC0415
    from partnerships.models import ImportBatch, Institution  # noqa: PLC0415

    batch = ImportBatch(file_name=path.name)
    batch.file.save("list", ContentFile(path.read_bytes()), save=False)
    batch.save()
    marks = [time.perf_counter()]
    read_layout(batch, by=None)
    match_rows(batch, by=None)
    marks.append(time.perf_counter())
    apply_import(batch, by=None)
    marks.append(time.perf_counter())
    return [after - before for before, after in zip(marks, marks[1:], strict=False)], Institution.objects.count()


def default(path: Path) -> tuple[list[float], int]:
    """The library with its default settings: a dry run, then the import."""
    import tablib  # noqa: PLC0415
    from import_export import fields, resources, widgets  # noqa: PLC0415

    from core.models import Region  # noqa: PLC0415
    from partnerships.models import Institution  # noqa: PLC0415

    columns = {
        "erasmus_code": "Erasmus Code", "pic": "PIC", "oid": "OID", "name_zh": "Legal Name", "city_en": "City",
        "website": "Website Url",
    }  # fmt: skip

    class PlainResource(resources.ModelResource):
        region = fields.Field("region", "Country Cd", widgets.ForeignKeyWidget(Region, "alpha2"))

        class Meta:
            model = Institution
            import_id_fields = ("erasmus_code",)
            fields = ("region", *columns)

        def before_import_row(self, row, **kwargs):
            for field in columns:
                row[field] = str(row[field] or "").strip()
            row["website"] = ""
            code = str(row["Country Cd"])
            row["Country Cd"] = {"EL": "GR", "UK": "GB", "XK": "RS"}.get(code, code)

    marks = [time.perf_counter()]
    for dry_run in (True, False):
        dataset = tablib.Dataset().load(path.read_bytes() if path.suffix == ".xlsx" else path.read_text(), format=path.suffix[1:])
        if "Legal Name" not in (dataset.headers or []):  # the Commission's sheet begins with an empty row
            rows = [list(dataset.headers or []), *map(list, dataset)]
            start = next(number for number, row in enumerate(rows) if "Legal Name" in row)
            dataset = tablib.Dataset(*rows[start + 1 :], headers=rows[start])
        names = {heading: field for field, heading in columns.items()}
        dataset.headers = [names.get(heading, heading) for heading in dataset.headers or []]
        PlainResource().import_data(dataset, dry_run=dry_run, use_transactions=True, raise_errors=True)
        marks.append(time.perf_counter())
    return [after - before for before, after in zip(marks, marks[1:], strict=False)], Institution.objects.count()


def measure(way: str, path: Path) -> None:
    """Run one way on a fresh database and print what it cost."""
    import django  # noqa: PLC0415

    django.setup()
    from django.db import connection  # noqa: PLC0415

    from core.models import Region  # noqa: PLC0415
    from core.region_source import region_rows  # noqa: PLC0415

    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        if not Region.objects.exists():
            Region.objects.bulk_create(
                Region(alpha2=row.alpha2, alpha3=row.alpha3, name_zh=row.name_zh, name_en=row.name_en, kind=row.kind)
                for row in region_rows()
            )
        seconds, written = {"wizard": wizard, "default": default}[way](path)
    finally:
        connection.creation.destroy_test_db("", verbosity=0)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak": peak, "written": written}))


def run(way: str, path: Path) -> dict:
    """One way in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.institutions", "--measure", way, str(path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr)
    result: dict = json.loads(done.stdout.strip().splitlines()[-1])
    return result


def compare(target: int) -> float:
    """Print both ways and the memory, and give back how many times faster the wizard is."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (ECHE.name if ECHE.exists() else "institutions.csv")
        path.write_bytes(ECHE.read_bytes() if ECHE.exists() else invented(6142))
        results = {way: run(way, path) for way in ("wizard", "default")}
        for way, result in results.items():
            check, take = result["seconds"]
            rate = result["written"] / (check + take)
            print(
                f"{way}: {result['written']} institutions, check {check:.2f} s, take over {take:.2f} s, "
                f"{rate:.0f} rows a second, peak {result['peak']:.0f} MB"
            )
        peaks = {}
        for rows in (FEW, MANY):
            longer = Path(folder) / f"{rows}.csv"
            longer.write_bytes(invented(rows))
            result = run("wizard", longer)
            peaks[rows] = result["peak"]
            print(f"wizard: {rows} rows in {sum(result['seconds']):.1f} s, peak {result['peak']:.0f} MB")
    ratio = sum(results["default"]["seconds"]) / sum(results["wizard"]["seconds"])
    print(f"ratio wizard_vs_default_institutions {ratio:.1f} target {target}")
    print(f"ratio memory_10000_vs_100000 {peaks[FEW] / peaks[MANY]:.2f} target 0.5")
    return ratio


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    if sys.argv[1:2] == ["--measure"]:
        measure(sys.argv[2], Path(sys.argv[3]))
    else:
        compare(10)
