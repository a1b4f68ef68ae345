"""Makes the map from the Natural Earth files of the package world-atlas: coasts, and a place in each region."""

import csv
import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from core.region_source import region_rows
from partnerships.world import HEIGHT, PLACES, WIDTH, draw, rings_of


class Command(BaseCommand):
    """Draws the land and finds the middle of each country or region; run once, the results are kept."""

    help = "Draws static/img/land.svg and data/map/regions.csv from the files of world-atlas in FOLDER."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, metavar="FOLDER")

    def handle(self, *args, **options):
        land = json.loads((options["folder"] / "land-110m.json").read_text("utf-8"))
        path = draw(ring for _shape, rings in rings_of(land, "land") for ring in rings)
        PLACES.mkdir(parents=True, exist_ok=True)
        drawing = (
            '<svg xmlns="http://www.w3.org/2000/svg">'
            f'<symbol id="land" viewBox="0 0 {WIDTH} {HEIGHT}"><path d="{path}"/></symbol></svg>\n'
        )
        (Path(settings.BASE_DIR) / "static" / "img" / "land.svg").write_text(drawing, "utf-8")
        countries = json.loads((options["folder"] / "countries-50m.json").read_text("utf-8"))
        codes = {row.numeric: row.alpha2 for row in region_rows()}
        rows = {}
        for shape, rings in rings_of(countries, "countries"):
            if shape in codes and rings:
                rows[codes[shape]] = self.middle(max(rings, key=self.extent))
        with (PLACES / "regions.csv").open("w", encoding="utf-8", newline="") as lines:
            writer = csv.writer(lines, lineterminator="\n")
            writer.writerow(["alpha2", "latitude", "longitude"])
            writer.writerows([code, f"{lat:.2f}", f"{lon:.2f}"] for code, (lat, lon) in sorted(rows.items()))
        self.stdout.write(f"{len(path)} characters of coast, {len(rows)} regions")

    def extent(self, ring):
        return (max(x for x, _y in ring) - min(x for x, _y in ring)) * (
            max(y for _x, y in ring) - min(y for _x, y in ring)
        )

    def middle(self, ring):
        """The centre of gravity of the ring."""
        area = x = y = 0.0
        for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
            cross = x1 * y2 - x2 * y1
            area, x, y = area + cross, x + (x1 + x2) * cross, y + (y1 + y2) * cross
        if not area:
            return ring[0][1], ring[0][0]
        return y / (3 * area), x / (3 * area)
