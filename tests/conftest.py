"""What every test may ask for."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import Unit
from tests.factories.accounts import UnitFactory, person_with

ROLES = [
    "STU", "TEA", "DA", "DH", "IOP", "IOS", "IOT", "IOV", "IEC", "DIR", "FIN", "COS", "LDR", "AUD", "EXT", "APP",
    "TRN", "SYS",
]  # fmt: skip


@pytest.fixture(autouse=True, scope="session")
def static_root():
    """WhiteNoise warns where nothing was collected yet; warnings are errors here."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def private_files(settings, tmp_path):
    """Files of one test never meet those of another, nor those of the installation."""
    settings.MEDIA_ROOT = tmp_path / "private"
    files = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": settings.MEDIA_ROOT},
    }
    # Pages name static files without the fingerprints that only collectstatic gives.
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = {"default": files, "staticfiles": {"BACKEND": plain}}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


class ClosingClient(Client):
    """A browser that closes the files it was sent, as a web server does once they are delivered."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.files = []

    def request(self, **request):
        response = super().request(**request)
        if response.streaming:
            self.files.append(response)
        return response


@pytest.fixture
def client():
    browser = ClosingClient()
    yield browser
    for response in browser.files:
        # Closing the response would end the request, and with it the test's database connection.
        for close in response._resource_closers:
            close()


@pytest.fixture
def unit(db):
    return UnitFactory(name_zh="计算机学院", name_en="College of Computer Science")


@pytest.fixture
def other_unit(db):
    return UnitFactory(name_zh="大气科学学院", name_en="College of Atmospheric Sciences")


@pytest.fixture
def office(db):
    return UnitFactory(
        code="IO",
        name_zh="国际交流与合作处",
        kind=Unit.Kind.ADMIN_DEPT,
        can_run_training=False,
        is_governing_office=True,
    )


@pytest.fixture
def people(unit, office):
    """One person for each role; department roles are held in `unit`."""
    made = {}
    for role in ROLES:
        home = unit if role in {"DA", "DH", "STU", "TEA"} else office
        made[role] = person_with(role, home, area="legal" if role == "COS" else "")
    return made
