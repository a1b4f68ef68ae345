"""The drill: a backup comes back whole, and nothing else comes back at all."""

import shutil
import tarfile

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import Unit
from core import fields
from tests.factories.accounts import UnitFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def archive(tmp_path, settings):
    """A backup of one unit and one private file."""
    if connection.vendor == "postgresql" and shutil.which("pg_dump") is None:
        pytest.skip("no pg_dump here: install Debian's package postgresql-client")
    settings.MEDIA_ROOT = tmp_path / "private"
    UnitFactory(name_zh="备份学院", name_en="College of Backups")
    (settings.MEDIA_ROOT / "attachments").mkdir(parents=True)
    (settings.MEDIA_ROOT / "attachments" / "one").write_bytes(b"scan")
    target = tmp_path / "portal.tar"
    call_command("backup", str(target))
    return target


def test_the_drill_brings_database_and_files_back(archive, settings):
    Unit.objects.filter(name_en="College of Backups").update(name_en="Lost")
    (settings.MEDIA_ROOT / "attachments" / "one").unlink()
    (settings.MEDIA_ROOT / "later").write_bytes(b"later")

    call_command("restore", str(archive), "--replace")

    connection.close()
    assert list(Unit.objects.filter(name_zh="备份学院").values_list("name_en", flat=True)) == [
        "College of Backups"
    ]
    assert (settings.MEDIA_ROOT / "attachments" / "one").read_bytes() == b"scan"
    assert not (settings.MEDIA_ROOT / "later").exists()


def test_the_archive_is_readable_by_its_owner_only_and_holds_no_key(archive, settings):
    with tarfile.open(archive) as content:
        whole = b"".join(content.extractfile(member).read() for member in content if member.isfile())

    assert archive.stat().st_mode & 0o777 == 0o600
    assert [
        key
        for key in (settings.SECRET_KEY, settings.LOOKUP_KEY, *settings.FIELD_KEYS)
        if key.encode() in whole
    ] == []


def test_restore_over_data_wants_to_be_told(archive):
    UnitFactory(name_en="Newer")
    from tests.factories.accounts import UserFactory

    UserFactory()

    with pytest.raises(CommandError, match="--replace"):
        call_command("restore", str(archive))

    assert Unit.objects.filter(name_en="Newer").count() == 1


def test_restore_refuses_a_damaged_archive_and_changes_nothing(archive, tmp_path, settings):
    broken = tmp_path / "broken.tar"
    broken.write_bytes(archive.read_bytes().replace(b"scan", b"scam"))

    with pytest.raises(CommandError, match="damaged: files/attachments/one"):
        call_command("restore", str(broken), "--replace")

    assert (settings.MEDIA_ROOT / "attachments" / "one").read_bytes() == b"scan"


def test_restore_refuses_keys_that_cannot_read_the_backup(archive, settings):
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]
    fields._cipher.cache_clear()

    with pytest.raises(CommandError, match="FIELD_KEYS"):
        call_command("restore", str(archive), "--replace")


def test_restore_refuses_what_is_no_backup(tmp_path):
    other = tmp_path / "other.tar"
    other.write_bytes(b"not a backup")

    with pytest.raises(CommandError, match="not a whole backup"):
        call_command("restore", str(other))
