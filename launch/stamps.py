"""Remembers which step was done for which input, so that the second start skips it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from launch.terminal import ROOT, VAR


def content_of(files: Iterable[Path]) -> str:
    """A fingerprint of names and bytes, for a few files."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def look_of(folders: Iterable[Path], pattern: str = "*") -> str:
    """A quick fingerprint of many files by name, size and time of change."""
    digest = hashlib.sha256()
    for folder in folders:
        for file in sorted(folder.rglob(pattern)):
            if file.is_file():
                known = file.stat()
                digest.update(f"{file.relative_to(ROOT)} {known.st_size} {known.st_mtime_ns}\n".encode())
    return digest.hexdigest()


class Stamp:
    """One finished step."""

    def __init__(self, name: str, fingerprint: str, *, folder: Path = VAR / "stamps") -> None:
        self.file = folder / name
        self.fingerprint = fingerprint

    @property
    def is_fresh(self) -> bool:
        try:
            return self.file.read_text() == self.fingerprint
        except FileNotFoundError:
            return False

    def set(self) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_text(self.fingerprint)
