"""Turning the keys: every secret can be read with the new one."""

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import connection

from accounts.models import IdentityDocument, Person
from core.fields import WrongKey


@pytest.fixture
def document(db):
    person = Person.objects.create(name_zh="李雷", kind="trainee")
    return IdentityDocument.objects.create(
        person=person, doc_type="passport", number="E87654321", number_hash="f" * 64, last4="4321"
    )


def stored():
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM accounts_identitydocument")
        return cursor.fetchone()[0]


def test_after_rotating_the_old_key_is_no_longer_needed(document, settings, capsys):
    old, new = settings.FIELD_KEYS[0], Fernet.generate_key().decode()
    before = stored()
    settings.FIELD_KEYS = [new, old]

    call_command("rotate_keys")
    settings.FIELD_KEYS = [new]

    assert (stored() != before, IdentityDocument.objects.get().number) == (True, "E87654321")


def test_without_rotating_the_old_key_is_needed(document, settings):
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]

    with pytest.raises(WrongKey):
        IdentityDocument.objects.get()
