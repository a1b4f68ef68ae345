"""The import of a list in four steps, the map by keyboard, the coordinator: in both languages, desk and phone."""

import pytest
from django.core.management import call_command
from django.utils import translation
from django.utils.translation import gettext

from accounts.models import Role
from partnerships.actions import coordinators
from partnerships.models import ImportBatch, Institution
from tests.browser.conftest import PHONE
from tests.factories.accounts import person_with
from tests.factories.partnerships import AgreementFactory, LaboratoryFactory

ROWS = [
    "学校英文名,国别,网址,城市,备注",
    "University of Siegen,德国,www.uni-siegen.de,Siegen,x",
    "Université de Lyon,法国,,Lyon,y",
    "University of Belgrade,塞尔维亚,,Belgrade,",
]


@pytest.fixture
def desk(transactional_db):
    call_command("load_reference", verbosity=0)
    return person_with(Role.PARTNERSHIPS_DESK, name_zh="何静怡", name_en="HE Jingyi")


def say(language, text):
    with translation.override(language):
        return gettext(text)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_list_goes_from_the_file_into_the_register(visit, worker, desk, language):
    visitor = visit(desk, language)
    visitor.open("/partnerships/imports/").open("/partnerships/imports/new/")
    visitor.page.set_input_files(
        "[name=file]",
        {"name": "partners.csv", "mimeType": "text/csv", "buffer": "\n".join(ROWS).encode()},
    )
    visitor.page.locator("main form button[type=submit]").last.click()
    visitor.page.locator("[name=column_0]").wait_for(timeout=40_000)
    visitor.check()
    visitor.page.locator("main form[action$='/columns/'] button[type=submit]").click()
    visitor.page.locator("a[href$='/apply/']").wait_for(timeout=40_000)
    visitor.check()
    visitor.page.locator("a[href$='/apply/']").click()
    visitor.page.wait_for_load_state("load")
    visitor.check()
    visitor.page.locator("main form button[type=submit]").last.click()
    visitor.page.locator("a[href$='/undo/']").wait_for(timeout=40_000)
    visitor.check()

    assert Institution.objects.count() == 3
    assert ImportBatch.objects.get().status == "applied"

    visitor.page.locator("a[href$='/undo/']").click()
    visitor.page.wait_for_load_state("load")
    visitor.page.locator("main form button[type=submit]").last.click()
    visitor.page.get_by_text(say(language, "This import was undone: the register is as it was before.")).wait_for(
        timeout=40_000
    )
    visitor.check()
    assert Institution.objects.count() == 0


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("size", [None, PHONE], ids=["desk", "phone"])
def test_the_map_and_the_laboratories_are_for_everybody(visit, desk, language, size):
    partner = AgreementFactory().partners.get()
    LaboratoryFactory(partners=[partner])
    visitor = visit(None, language, size)

    visitor.open("/partners/")
    point = visitor.page.locator(".map-point").first
    point.focus()
    visitor.page.keyboard.press("Enter")

    assert visitor.page.url.endswith(f"#partner-{partner.pk}")
    width = visitor.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert width <= 0
    visitor.open("/labs/")


def test_a_coordinator_proposes_and_the_desk_accepts(visit, desk):
    partner = AgreementFactory().partners.get()
    account = coordinators.invite_coordinator(partner, by=desk, email="marta@partner.example", name="Marta Lindqvist")
    outside = visit(account.user, "en")
    outside.open("/home/").open(partner.get_absolute_url()).open(f"/partnerships/institutions/{partner.pk}/propose/")
    outside.page.fill("[name=name_en]", "Renamed University")
    outside.page.locator("main form button[type=submit]").last.click()
    outside.page.wait_for_load_state("load")
    outside.check()
    inside = visit(desk, "zh-hans")
    proposal = partner.profile_proposals.get()
    inside.open(f"/partnerships/institutions/{partner.pk}/coordinators/").open(proposal.get_absolute_url())
    inside.page.locator("a[href$='/accept/']").click()
    inside.page.wait_for_load_state("load")
    inside.page.locator("main form button[type=submit]").last.click()
    inside.page.wait_for_load_state("load")
    inside.check()

    partner.refresh_from_db()
    assert partner.name_en == "Renamed University"
