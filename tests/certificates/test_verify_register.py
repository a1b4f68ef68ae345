"""The command that checks the register."""

import pytest
from django.core.management import call_command

from certificates.models import Certificate
from core.models import Counter


def test_sound_register_passes(issued, capsys):
    call_command("verify_register")

    assert capsys.readouterr().out == "3 certificates, all in order.\n"


def test_lost_file_is_told(issued, capsys):
    row = issued.certificates.first()
    row.pdf.storage.delete(row.pdf.name)

    with pytest.raises(SystemExit) as ended:
        call_command("verify_register")

    assert ended.value.code == 1
    assert f"{row.number}: the file {row.pdf.name} is missing" in capsys.readouterr().err


def test_changed_file_is_told(issued, capsys):
    row = issued.certificates.first()
    with row.pdf.storage.open(row.pdf.name, "wb") as file:
        file.write(b"other")

    with pytest.raises(SystemExit):
        call_command("verify_register")

    assert f"{row.number}: the file differs from its fingerprint" in capsys.readouterr().err


def test_gap_is_told(issued, capsys):
    Counter.objects.filter(kind="certificate.NDE").update(last_number=5)

    with pytest.raises(SystemExit):
        call_command("verify_register")

    assert "the counter stands at 5 but the last number is 3" in capsys.readouterr().err
    assert Certificate.objects.numbered().count() == 3
