"""Measures the export of 100,000 rows to a workbook: ours against the default export of django-import-export.

Each runs in a process of its own, on a fresh database, and says its seconds and its peak memory.
Run: .venv/bin/python -m benchmarks.exports [ROWS]
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROWS = 100_000
TARGET = 4


def fill(rows: int) -> None:
    """Rows of the register of regions' spellings would be too thin: people, with eight columns."""
    from accounts.models import Person

    for first in range(0, rows, 5000):
        Person.objects.bulk_create(
            Person(
                name_zh=f"欧阳明{number}",
                surname_latin="OUYANG",
                given_latin=f"Ming {number}",
                passport_name="OUYANG<<MING",
                gender="FM"[number % 2],
                dob=None,
                kind="student",
            )
            for number in range(first, min(first + 5000, rows))
        )


COLUMNS = ["id", "name_zh", "surname_latin", "given_latin", "passport_name", "gender", "kind", "created_at"]


def ours(out: Path) -> None:
    """Row by row into a workbook in constant memory."""
    from accounts.models import Person
    from core.exports import write_workbook_to

    rows = Person.objects.order_by("pk").values_list(*COLUMNS).iterator(chunk_size=2000)
    write_workbook_to(str(out), COLUMNS, rows)


def default(out: Path) -> None:
    """As the library does it by default."""
    from import_export import resources

    from accounts.models import Person

    class PersonResource(resources.ModelResource):
        class Meta:
            model = Person
            fields = COLUMNS

    data = PersonResource().export(Person.objects.order_by("pk"))
    out.write_bytes(data.export("xlsx"))


def child(way: str, rows: int) -> None:
    """One way, measured in this process."""
    from benchmarks.filling import scratch_database

    with scratch_database(), tempfile.TemporaryDirectory() as folder:
        fill(rows)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        begun = time.perf_counter()
        {"ours": ours, "default": default}[way](Path(folder) / "export.xlsx")
        taken = time.perf_counter() - begun
        more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
        print(json.dumps({"seconds": taken, "memory": more}))


def measured(way: str, rows: int) -> dict[str, float]:
    """What the other process says."""
    command = [sys.executable, "-m", "benchmarks.exports", "--child", way, str(rows)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own script
    return json.loads(answer.stdout.strip().splitlines()[-1])


def main() -> None:
    """Measure both ways and print the ratio."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    mine, theirs = measured("ours", rows), measured("default", rows)
    print(f"ours: {mine['seconds']:.1f} s, {mine['memory']} MB more for {rows:,} rows")
    print(f"default: {theirs['seconds']:.1f} s, {theirs['memory']} MB more for {rows:,} rows")
    print(f"ratio xlsx_vs_default {theirs['seconds'] / mine['seconds']:.2f} target {TARGET}")
    print(f"ratio xlsx_memory_vs_default {theirs['memory'] / max(mine['memory'], 1):.1f} target 20")


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2], int(sys.argv[3]))
    else:
        main()
