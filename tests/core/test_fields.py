"""Personal numbers at rest (§9.6)."""

import pytest
from cryptography.fernet import Fernet
from django.db import connection

from accounts.models import IdentityDocument, Person
from core.fields import WrongKey, keyed_hash

NUMBER = "11010519491231002X"


@pytest.fixture
def document(db):
    return IdentityDocument.objects.create(
        person=Person.objects.create(name_zh="李四", kind="trainee"),
        doc_type="cn_id",
        number=NUMBER,
        number_hash=keyed_hash(NUMBER),
        last4=NUMBER[-4:],
    )


def stored(document):
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM accounts_identitydocument WHERE id = %s", [document.pk])
        return cursor.fetchone()[0]


def test_the_number_is_not_in_the_database_in_clear(document):
    assert NUMBER not in stored(document)
    assert IdentityDocument.objects.get(pk=document.pk).number == NUMBER


def test_a_rotated_key_still_reads(document, settings):
    settings.FIELD_KEYS = [Fernet.generate_key().decode(), *settings.FIELD_KEYS]

    assert IdentityDocument.objects.get(pk=document.pk).number == NUMBER


def test_a_wrong_key_raises_instead_of_showing_ciphertext(document, settings):
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]

    with pytest.raises(WrongKey):
        IdentityDocument.objects.get(pk=document.pk)


def test_the_look_up_key_depends_on_the_secret(settings):
    before = keyed_hash(NUMBER)
    settings.LOOKUP_KEY = "another secret"

    assert keyed_hash(NUMBER) != before
