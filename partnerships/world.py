"""The world map of the partners: land and points in one projection, seen from the Pacific."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

CENTRE = 150.0
WIDTH, HEIGHT = 1000, 455
SCALE = 1000 / (2 * math.pi * 0.8707)
TOP = math.radians(84)
PLACES = Path(settings.BASE_DIR) / "data" / "map"


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """Where a place lies on the map (Natural Earth projection), in the units of its view box."""
    turned = (longitude - CENTRE + 180) % 360 - 180
    return project_turned(latitude, turned)


def project_turned(latitude: float, turned: float) -> tuple[float, float]:
    """The same for a longitude already counted from the middle of the map."""
    lam, phi = math.radians(turned), math.radians(latitude)
    x = lam * (0.8707 - 0.131979 * phi**2 - 0.013791 * phi**4 + 0.003971 * phi**10 - 0.001529 * phi**12)
    return WIDTH / 2 + SCALE * x, SCALE * (_rise(TOP) - _rise(phi))


def _rise(phi: float) -> float:
    return phi * (1.007226 + 0.015085 * phi**2 - 0.044475 * phi**4 + 0.028874 * phi**6 - 0.005916 * phi**8)


@lru_cache(maxsize=1)
def centres() -> dict[str, tuple[float, float]]:
    """For each country or region a place inside it, for partners whose own place is not known."""
    with (PLACES / "regions.csv").open(encoding="utf-8", newline="") as lines:
        return {
            row["alpha2"]: (float(row["latitude"]), float(row["longitude"])) for row in csv.DictReader(lines)
        }


def spread(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The points, those that would hide each other set around one another like the seeds of a sunflower."""
    held: dict[tuple[int, int], int] = {}
    found = []
    for x, y in points:
        cell = (round(x / 7), round(y / 7))
        number = held.get(cell, 0)
        held[cell] = number + 1
        angle, far = number * 2.4, 7 * math.sqrt(number)
        found.append((x + far * math.cos(angle), y + far * math.sin(angle)))
    return found


def draw(rings: Iterable[list[tuple[float, float]]]) -> str:
    """The path of the rings of (longitude, latitude), cut where the edge of the map runs through them."""
    parts = []
    for ring in rings:
        if max(latitude for _longitude, latitude in ring) < -60:
            continue  # Antarctica
        unwrapped = _unwrapped([(longitude - CENTRE, latitude) for longitude, latitude in ring])
        for turn in (-720, -360, 0, 360, 720):
            inside = _cut(_cut([(x + turn, y) for x, y in unwrapped], -180, 1), 180, -1)
            if len(inside) > 2:
                points = [project_turned(y, x) for x, y in inside]
                parts.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z")
    return "".join(parts)


def _unwrapped(ring: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The ring without jumps from one edge of the world to the other."""
    found = [ring[0]]
    for x, y in ring[1:]:
        last = found[-1][0]
        found.append((x + 360 * round((last - x) / 360), y))
    return found


def _cut(ring: list[tuple[float, float]], edge: float, side: int) -> list[tuple[float, float]]:
    """What of the ring lies on one side of a meridian."""
    found: list[tuple[float, float]] = []
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], *ring[:1]], strict=True):
        first, second = side * (x1 - edge) >= 0, side * (x2 - edge) >= 0
        if first:
            found.append((x1, y1))
        if first != second:
            found.append((edge, y1 + (y2 - y1) * (edge - x1) / (x2 - x1)))
    return found


def rings_of(topology: dict[str, Any], name: str) -> Iterable[tuple[str, list[list[tuple[float, float]]]]]:
    """The rings of each shape of a TopoJSON file, under the shape's id."""
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
        arcs.append(points)
    shape = topology["objects"][name]
    for one in shape.get("geometries", [shape]):
        groups = {"Polygon": [one.get("arcs", [])], "MultiPolygon": one.get("arcs", [])}.get(one["type"], [])
        rings = []
        for polygon in groups:
            for ring in polygon:
                points = []
                for index in ring:
                    piece = arcs[index] if index >= 0 else arcs[~index][::-1]
                    points += piece[1:] if points else piece
                rings.append(points)
        yield str(one.get("id", "")), rings
