"""A visit from the filing to the reception pack and the check-in, driven by the people in it."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone, translation
from django.utils.translation import gettext

from accounts.models import Role
from tests.browser.conftest import PHONE
from tests.factories.accounts import UnitFactory, person_with
from tests.factories.delegations import add_guests, add_programme
from visitors.models import Delegation, ReceptionPack

WAIT_SECONDS = 90
FORM = {
    "title_zh": "波兰理工学院代表团来访", "title_en": "Visit of the Polish Institute", "visiting_org_zh": "波兰理工学院",
    "visiting_org_en": "Polish Institute of Technology", "headcount_declared": "7", "aim_zh": "洽谈雷达气象合作",
    "aim_en": "Talks on radar meteorology", "counterpart_name": "李明远", "contact_name": "陈思远",
    "contact_phone": "02885966502",
}  # fmt: skip


@pytest.fixture
def cast(transactional_db):
    """A teacher who files, the head, the desk and the director."""
    call_command("load_reference", verbosity=0)
    unit = UnitFactory(name_zh="计算机学院", name_en="College of Computer Science")
    return {
        "unit": unit,
        "teacher": person_with(Role.TEACHER, unit, name_zh="陈思远", name_en="CHEN Siyuan"),
        "head": person_with(Role.DEPARTMENT_HEAD, unit, name_zh="刘建国", name_en="LIU Jianguo"),
        "desk": person_with(Role.VISITORS_DESK, name_zh="王明哲", name_en="WANG Mingzhe"),
        "director": person_with(Role.DIRECTOR, name_zh="赵国华", name_en="ZHAO Guohua"),
    }


def take(visitor, address, note=""):
    """Open a step's page and take it."""
    visitor.open(address)
    if note:
        visitor.page.fill("[name=note]", note)
    visitor.page.locator("main form button[type=submit]").last.click()
    visitor.page.wait_for_load_state("load")
    return visitor.check()


def file_by_hand(visitor, first_day):
    """The form as a teacher fills it."""
    visitor.open("/visitors/delegations/new/")
    page = visitor.page
    for name, value in FORM.items():
        page.fill(f"[name={name}]", value)
    page.fill("[name=start_on]", first_day.isoformat())
    page.fill("[name=end_on]", (first_day + timedelta(days=2)).isoformat())
    page.fill("[name=late_reason]", "对方临时确定行程")
    for name, value in {"level": "department", "purpose": "academic", "counterpart": "dean"}.items():
        page.select_option(f"[name={name}]", value)
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_load_state("load")
    visitor.check()
    return Delegation.objects.get()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_visit_when_filed_approved_and_begun_gives_all_papers_and_checks_guests_in(
    language, visit, cast, worker
):
    def words(text):
        with translation.override(language):
            return gettext(text)

    teacher = visit(cast["teacher"], language)
    teacher.open("/visitors/")
    record = file_by_hand(teacher, timezone.localdate())
    address = record.get_absolute_url()
    assert teacher.says(words("Last days to file"))
    assert teacher.says(words("past"))
    add_programme(record, add_guests(record))
    teacher.open(f"{address}guests/").open(f"{address}programme/").open(f"{address}budget/")
    take(teacher, f"{address}submit/")
    take(visit(cast["head"], language), f"{address}endorse/", "同意接待")
    desk = visit(cast["desk"], language)
    take(desk, f"{address}check/", "材料齐全")
    take(visit(cast["director"], language), f"{address}approve/")

    wait_for_pack(desk, record)

    desk.open("/visitors/delegations/").open(address)
    assert desk.says("DEL-")
    assert record.papers.exclude(attachment=None).count() == 15
    desk.open("/visitors/calendar/").open("/visitors/")
    phone = visit(cast["desk"], language, PHONE)
    phone.open("/visitors/front-desk/").press(words("Check in"))
    phone.open(address)
    assert record.members.exclude(checked_in_at=None).count() == 1
    badge = record.members.filter(checked_in_at=None).first().badge_token
    phone.open(f"/visitors/badges/{badge}/").press(words("Check in"))
    assert record.members.exclude(checked_in_at=None).count() == 2


def wait_for_pack(visitor, record):
    """Until the worker has made every paper."""
    for _second in range(WAIT_SECONDS):
        pack = ReceptionPack.objects.get(delegation=record)
        if not pack.is_unfinished:
            assert (pack.run_state, pack.failed) == (ReceptionPack.RunState.DONE, 0)
            return
        visitor.page.wait_for_timeout(1000)
    raise AssertionError("the papers were not made in time")
