"""Measures the import of 10,000 trainees and of 6,142 institutions: the portal against django-import-export as it comes.

Both check the file first and then take it over, as a person would; each runs in a process of its own, on a
fresh database, and says its peak memory. Run: .venv/bin/python -m benchmarks.imports [ROWS]
"""

from __future__ import annotations

import io
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

from benchmarks import institutions

ROWS = 10_000
TARGET = 10


def number_of(serial: int) -> str:
    """A correct identity number, another one for each serial."""
    from stdnum.iso7064 import mod_11_2  # noqa: PLC0415

    digits = f"{510101 + serial // 1000}19900101{serial % 1000:03d}"
    return digits + mod_11_2.calc_check_digit(digits)


def workbook(rows: int) -> bytes:
    """A roster of invented people with correct numbers."""
    from core.exports import write_workbook  # noqa: PLC0415
    from training.actions.roster_reading import COLUMNS  # noqa: PLC0415

    people = (
        {
            "name_zh": f"欧阳明{chr(0x4E00 + serial % 5000)}",
            "name_latin": "OUYANG Ming",
            "gender": "男" if int(number[16]) % 2 else "女",
            "doc_type": "居民身份证",
            "number": number,
            "employer": "成都市气象局",
            "position": "工程师",
            "phone": "13800138000",
            "email": f"person{serial}@example.org",
        }
        for serial, number in ((serial, number_of(serial)) for serial in range(rows))
    )
    table = [[person.get(column.key, "") for column in COLUMNS] for person in people]
    return write_workbook([column.label for column in COLUMNS], table)


def make_class():
    """A class of an approved project."""
    from core.models import Region  # noqa: PLC0415
    from tests.factories.training_classes import TrainingClassFactory  # noqa: PLC0415

    Region.objects.get_or_create(
        alpha2="CN", defaults={"alpha3": "CHN", "name_zh": "中国", "name_en": "China"}
    )
    return TrainingClassFactory(quota=5000)


def wizard(training_class, content: bytes) -> list[float]:
    """The portal: read and check, then read again and write in bulk."""
    from training.actions.roster import write_entries  # noqa: PLC0415
    from training.actions.roster_reading import Reader  # noqa: PLC0415

    marks = [time.perf_counter()]
    for writes in (False, True):
        reader = Reader(training_class)
        reader._check_places = lambda entries: (
            None
        )  # a class has 5,000 places at most; the limit is not the question
        reading = reader.read(content, "roster.xlsx", max_rows=10**6)
        if reading.problems:
            raise SystemExit(f"unexpected: {reading.problems[0]}")
        if writes:
            write_entries(training_class, reading.entries)
        marks.append(time.perf_counter())
    return [after - before for before, after in zip(marks, marks[1:], strict=False)]


def default(training_class, content: bytes) -> list[float]:
    """The library with its default settings: a dry run, then the import."""
    import tablib  # noqa: PLC0415
    from import_export import fields, resources, widgets  # noqa: PLC0415

    from accounts.models import IdentityDocument, Person  # noqa: PLC0415
    from core.fields import keyed_hash  # noqa: PLC0415
    from training.actions.roster_reading import COLUMNS  # noqa: PLC0415
    from training.models import Trainee, TrainingClass  # noqa: PLC0415

    class PlainResource(resources.ModelResource):
        training_class = fields.Field(
            "training_class", "training_class", widgets.ForeignKeyWidget(TrainingClass, "pk")
        )
        person = fields.Field("person", "person", widgets.ForeignKeyWidget(Person, "pk"))
        identity = fields.Field(
            "identity", "identity", widgets.ForeignKeyWidget(IdentityDocument, "number_hash")
        )

        class Meta:
            model = Trainee
            import_id_fields = ("training_class", "identity")
            fields = (
                "training_class", "person", "identity", "name_zh", "name_latin", "employer", "position", "phone",
                "email",
            )  # fmt: skip

        def before_import_row(self, row, **kwargs):
            number = str(row["number"])
            row["identity"], row["training_class"] = keyed_hash(number), training_class.pk
            document = IdentityDocument.objects.filter(number_hash=row["identity"]).first()
            if document is None:
                person = Person.objects.create(name_zh=row["name_zh"], kind="trainee")
                document = IdentityDocument.objects.create(
                    person=person,
                    doc_type="cn_id",
                    number=number,
                    number_hash=row["identity"],
                    last4=number[-4:],
                )
            row["person"] = document.person_id

    marks = [time.perf_counter()]
    for dry_run in (True, False):
        dataset = tablib.Dataset().load(io.BytesIO(content).read(), format="xlsx")
        dataset.headers = [column.key for column in COLUMNS]
        for key in ("training_class", "person", "identity"):
            dataset.append_col([""] * len(dataset), header=key)
        PlainResource().import_data(dataset, dry_run=dry_run, use_transactions=True, raise_errors=True)
        marks.append(time.perf_counter())
    return [after - before for before, after in zip(marks, marks[1:], strict=False)]


def measure(way: str, path: str) -> None:
    """Runs one way on a fresh database and prints what it cost."""
    import django  # noqa: PLC0415

    django.setup()
    from django.db import connection  # noqa: PLC0415

    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        training_class = make_class()
        seconds = {"wizard": wizard, "default": default}[way](training_class, Path(path).read_bytes())
        written = training_class.trainees.count()
    finally:
        connection.creation.destroy_test_db("", verbosity=0)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak": peak, "written": written}))


def run(way: str, path: Path) -> dict:
    """One way in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.imports", "--measure", way, str(path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout.strip().splitlines()[-1])


def main() -> None:
    """Prints both ways and their ratio."""
    import tempfile  # noqa: PLC0415

    import django  # noqa: PLC0415

    django.setup()
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster.xlsx"
        path.write_bytes(workbook(rows))
        results = {way: run(way, path) for way in ("wizard", "default")}
    for way, result in results.items():
        check, take = result["seconds"]
        print(
            f"{way}: {result['written']} trainees, check {check:.2f} s, take over {take:.2f} s, "
            f"peak {result['peak']:.0f} MB"
        )
    ratio = sum(results["default"]["seconds"]) / sum(results["wizard"]["seconds"])
    print(f"ratio wizard_vs_default_roster {ratio:.1f} target {TARGET}")
    both = min(ratio, institutions.compare(TARGET))
    print(f"ratio wizard_vs_default {both:.1f} target {TARGET}")


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    if sys.argv[1:2] == ["--measure"]:
        measure(sys.argv[2], sys.argv[3])
    else:
        main()
