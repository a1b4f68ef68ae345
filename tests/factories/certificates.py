"""Makes certificate types, batches on their way, and issued certificates."""

from datetime import date

from accounts.models import User
from certificates import actions
from certificates.models import CertificateBatch
from tests.factories.accounts import person_with

NAMES = [
    ("李小明", "LI Xiaoming"),
    ("阿依古丽·买买提", "Ayiguli Maimaiti"),
    ("㼆明", "LI Ming"),
    ("欧阳娜娜", "OUYANG Nana"),
]


def holders(count=3, start=1):
    """Invented holders with names of every kind."""
    made = []
    for number in range(start, start + count):
        zh, latin = NAMES[number % len(NAMES)]
        made.append(
            actions.Holder(
                source_key=f"training.trainee:{number}",
                name_zh=zh,
                name_latin=latin,
                identity_number=f"51010019900101{number:04d}",
                last4=f"{number:04d}",
            )
        )
    return made


def subject(**changes):
    fields = {
        "title_zh": "气象数据质量控制研修班",
        "title_en": "Workshop on Quality Control of Meteorological Data",
        "start_on": date(2026, 7, 6),
        "end_on": date(2026, 7, 17),
        "hours": 64,
    }
    return actions.Subject(**(fields | changes))


def requested(unit, *, by, count=3, start=1, source="training.trainingclass:7", type_code="NDE", **changes):
    """A batch the department has asked for."""
    return actions.request_batch(
        type_code=type_code,
        unit=unit,
        subject=subject(**changes),
        holders=holders(count, start),
        source=source,
        by=by,
    )


def staff_of(office):
    """Maker, checker, approver and a second desk officer who issues: four people."""
    return {
        "checker": person_with("IOT", office),
        "approver": person_with("DIR", office),
        "issuer": person_with("IOT", office),
    }


def checked(unit, *, by, staff, **options):
    return actions.check_batch(requested(unit, by=by, **options), by=staff["checker"])


def approved(unit, *, by, staff, **options):
    return actions.approve_batch(checked(unit, by=by, staff=staff, **options), by=staff["approver"])


def issuing(unit, *, by, staff, **options):
    """Numbers given, no PDF made yet."""
    return actions.issue_batch(approved(unit, by=by, staff=staff, **options), by=staff["issuer"])


def issued(unit, *, by, staff, **options):
    """Every PDF made, by the action the worker calls."""
    batch = issuing(unit, by=by, staff=staff, **options)
    actions.render_batch(batch.pk)
    return CertificateBatch.objects.get(pk=batch.pk)


def bring_to(status, unit, *, by, staff, **options):
    """A batch standing in the given status."""
    if status == "returned":
        batch = requested(unit, by=by, **options)
        return actions.return_batch(batch, by=staff["checker"], note="请更正")
    if status == "cancelled":
        batch = requested(unit, by=by, **options)
        return actions.cancel_batch(batch, by=by, note="不再需要")
    makers = {
        "requested": requested,
        "checked": checked,
        "approved": approved,
        "issuing": issuing,
        "issued": issued,
    }
    extra = {} if status == "requested" else {"staff": staff}
    return makers[status](unit, by=by, **extra, **options)


def fresh(user):
    """The same person with nothing remembered."""
    return User.objects.get(pk=user.pk)
