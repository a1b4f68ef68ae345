"""Backups: the database and the private files in one archive; the keys are kept elsewhere."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db import connection
from django.utils import timezone

from core.fields import cipher

MANIFEST, DATABASE, FILES = "manifest.json", "database", "files"
PROOF = b"the keys of this backup"


class BackupError(Exception):
    """The backup cannot be made or put back; the message says why."""


def back_up(target: Path) -> dict[str, Any]:
    """Write the archive: the database first, so that every file it names is in it."""
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=target.parent) as scratch:
        room = Path(scratch)
        dump_database(room / DATABASE)
        media = Path(settings.MEDIA_ROOT)
        (room / FILES).mkdir()
        for file in files_below(media):
            copy = room / FILES / file.relative_to(media)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, copy)
        manifest = {
            "made_at": timezone.now().isoformat(),
            "vendor": connection.vendor,
            "key_proof": cipher().encrypt(PROOF).decode(),
            "sha256": fingerprints(room),
        }
        (room / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
        draft = room / "archive.tar"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as out, tarfile.open(fileobj=out, mode="w") as archive:
            for name in (MANIFEST, DATABASE, FILES):
                archive.add(room / name, arcname=name)
        draft.replace(target)
    return manifest


def put_back(source: Path, *, replace: bool) -> dict[str, Any]:
    """Restore database and files after every check has passed; nothing changes when one fails."""
    media = Path(settings.MEDIA_ROOT)
    media.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=media.parent) as scratch:
        room = Path(scratch)
        manifest = unpack(source, room)
        check(manifest, room)
        if not replace and not is_empty():
            raise BackupError(
                "This installation holds data already. Add --replace to put the backup in its place."
            )
        load_database(room / DATABASE)
        (room / FILES).mkdir(exist_ok=True)
        if media.exists():
            media.rename(room / "before")
        (room / FILES).rename(media)
    return manifest


def unpack(source: Path, room: Path) -> dict[str, Any]:
    """The archive's manifest, with the archive's files in the room."""
    try:
        with tarfile.open(source) as archive:
            archive.extractall(room, filter="data")
        found: dict[str, Any] = json.loads((room / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, tarfile.TarError, ValueError) as error:
        raise BackupError(f"{source} is not a whole backup of the portal: {error}") from error
    return found


def check(manifest: dict[str, Any], room: Path) -> None:
    """Refuse damage, another kind of database, and keys that could not read what comes back."""
    if manifest["vendor"] != connection.vendor:
        raise BackupError(
            f"The backup is of {manifest['vendor']}, this installation runs on {connection.vendor}."
        )
    found, wanted = fingerprints(room), manifest["sha256"]
    damaged = sorted(name for name in found.keys() | wanted.keys() if found.get(name) != wanted.get(name))
    if damaged:
        raise BackupError(f"The backup is damaged: {', '.join(damaged[:5])}")
    try:
        cipher().decrypt(manifest["key_proof"].encode())
    except InvalidToken as error:
        raise BackupError(
            "FIELD_KEYS here cannot read this backup: put the keys of its time in place."
        ) from error


def files_below(folder: Path) -> list[Path]:
    """All regular files, in order."""
    return sorted(file for file in folder.rglob("*") if file.is_file() and not file.is_symlink())


def fingerprints(room: Path) -> dict[str, str]:
    """The fingerprint of every file of the backup but the manifest itself."""
    return {
        str(file.relative_to(room)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in files_below(room)
        if file.name != MANIFEST or file.parent != room
    }


def is_empty() -> bool:
    """Whether no table holds a row: a new installation."""
    tables = connection.introspection.table_names()
    return "core_event" not in tables or not any(
        _has_rows(table) for table in ("accounts_user", "core_event")
    )


def _has_rows(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608 - our own names
        return cursor.fetchone() is not None


def dump_database(target: Path) -> None:
    """A consistent copy while the portal runs."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with sqlite3.connect(target) as copy:
            connection.connection.backup(copy)
        copy.close()
        return
    _run_postgres("pg_dump", "--format=custom", "--no-owner", f"--file={target}")


def load_database(source: Path) -> None:
    """Put the copy in the place of whatever is there, all or nothing."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        copy = sqlite3.connect(source)
        copy.backup(connection.connection)
        copy.close()
        return
    connection.close()
    name = connection.settings_dict["NAME"]
    _run_postgres(
        "pg_restore",
        "--clean",
        "--if-exists",
        "--no-owner",
        "--single-transaction",
        f"--dbname={name}",
        str(source),
    )


def _run_postgres(program: str, *words: str) -> None:
    values = connection.settings_dict
    given = {"PGHOST": values["HOST"], "PGPORT": str(values["PORT"]), "PGUSER": values["USER"]}
    given |= {"PGPASSWORD": values["PASSWORD"], "PGDATABASE": values["NAME"]}
    path = shutil.which(program)
    if path is None:
        raise BackupError(f"{program} is missing: install the PostgreSQL client programs.")
    done = subprocess.run(  # noqa: S603 - a fixed program with words of ours
        [path, *words],
        env={**os.environ, **{key: value for key, value in given.items() if value}},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupError(f"{program} failed: {done.stderr.strip()}")
