"""Every notice of partnerships reads well in both languages; every wait shows on the right home page."""

import pytest
from django.conf import settings
from django.utils import timezone

from notifications.documents import write_letter
from notifications.models import Notification
from partnerships import actions
from partnerships.actions.telling import tell
from partnerships.models import Agreement, Amendment, BalanceEntry, Termination
from reports.worklist import waiting_for
from tests.factories.accounts import person_with
from tests.factories.partnerships import (
    AgreementFactory,
    CooperativeProgrammeFactory,
    FollowUpFactory,
    InstitutionFactory,
    LaboratoryFactory,
)

pytestmark = pytest.mark.django_db
TEMPLATES = sorted((settings.BASE_DIR / "templates/partnerships/email").glob("*.txt"))
WORDS = {
    "note": "NOTE-TEXT",
    "day": "2027-01-31",
    "days": 30,
    "total": "4",
    "allowed": "2",
    "area": "legal",
    "renews": True,
}


def record_for(kind):
    if kind.startswith("institution"):
        return InstitutionFactory()
    if kind.startswith("laboratory"):
        return LaboratoryFactory()
    if kind.startswith("programme"):
        return CooperativeProgrammeFactory()
    if kind.startswith("followup"):
        return FollowUpFactory()
    agreement = AgreementFactory(title_zh="交换协议", title_en="Exchange agreement")
    author, today = agreement.author, timezone.localdate()
    if kind.startswith("amendment"):
        return Amendment.objects.create(
            agreement=agreement, number=1, title_zh="补充", changes="略", author=author
        )
    if kind.startswith("termination"):
        return Termination.objects.create(
            agreement=agreement, by_side="ours", letter_on=today, ends_from=today, reason="略", author=author
        )
    if kind.startswith("correction"):
        return BalanceEntry.objects.create(
            agreement=agreement,
            kind="correction",
            academic_year="2025-2026",
            direction="in",
            semesters=1,
            reason="略",
        )
    if kind.startswith("cosign"):
        return agreement.cosigns.create(area="legal", round_no=1)
    return agreement


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("kind", [path.stem for path in TEMPLATES])
def test_every_notice_reads_in_both_languages(kind, language):
    reader = person_with("IOP", language=language)
    record = record_for(kind)
    tell(record, kind, [reader], lead="x", **WORDS)

    letter = write_letter(Notification.objects.get(recipient=reader))
    subject, body = letter.subject, letter.body

    assert subject
    assert "\n" not in subject
    assert "%(" not in subject + body
    assert settings.SITE_URL in body
    has_chinese = any("\u4e00" <= char <= "\u9fff" for char in subject)
    assert has_chinese or language == "en"


def test_every_notice_sent_has_its_text():
    import re  # noqa: PLC0415

    sent = set()
    for path in (settings.BASE_DIR / "partnerships/actions").glob("*.py"):
        text = path.read_text("utf-8")
        sent |= set(re.findall(r'tell\(\s*[\w.]+,\s*"(\w+)"', text))
        sent |= set(re.findall(r'"partnerships\.(\w+)", about', text))

    assert sent <= {path.stem for path in TEMPLATES}
    assert len(sent) > 15


@pytest.mark.parametrize(
    ("status", "role"),
    [
        ("unit_review", "DH"), ("office_review", "IOP"), ("leader_approval", "LDR"), ("approved_to_sign", "IOP"),
        ("returned", "DA"),
    ],
)  # fmt: skip
def test_an_agreement_waits_for_the_role_that_can_act(status, role, unit, people):
    agreement = AgreementFactory(unit=unit, status=status)

    waiting = {code: [item.record for item in waiting_for(person)] for code, person in people.items()}

    assert waiting[role] == [agreement]
    assert {code for code, records in waiting.items() if agreement in records} == {role}


def test_a_college_level_agreement_waits_for_director_and_leader(unit, people):
    agreement = AgreementFactory(unit=unit, status="leader_approval", level="college")

    assert agreement in Agreement.objects.awaiting(people["DIR"])
    assert agreement in Agreement.objects.awaiting(people["LDR"])


def test_a_cosign_waits_for_the_office_asked(unit, people):
    agreement = AgreementFactory(unit=unit, status="cosign")
    task = agreement.cosigns.create(area="legal", round_no=1)

    assert [item.record for item in waiting_for(people["COS"])] == [task]
    assert waiting_for(people["FIN"]) == []


def test_what_the_director_has_to_decide_waits_for_the_director(people):
    agreement = AgreementFactory()
    actions.propose_amendment(agreement, by=people["IOP"], title_zh="补充", changes="略")
    actions.propose_correction(
        agreement, by=people["IOP"], reason="核对", academic_year="2025-2026", direction="in", semesters=1
    )
    LaboratoryFactory(status="under_review")

    assert {item.record._meta.model_name for item in waiting_for(people["DIR"])} == {
        "amendment", "balanceentry", "laboratory",
    }  # fmt: skip
