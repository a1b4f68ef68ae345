"""Makes classes in any status, with timetable, roster and results."""

import io
import itertools
from datetime import date, time, timedelta
from decimal import Decimal

import factory
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from stdnum.iso7064 import mod_11_2

from accounts.models import IdentityDocument, Person
from core.fields import keyed_hash
from tests.factories.training import ProposalFactory
from training.actions.roster_reading import COLUMNS
from training.models import Attendance, ClassSession, Trainee, TrainingClass

counter = itertools.count(1)
AHEAD = {"planned", "enrolling", "confirmed"}


def identity_number(serial=None, born=date(1990, 1, 1), gender="M"):
    """A resident identity number that is right in every rule and belongs to nobody."""
    serial = next(counter) if serial is None else serial
    order = serial * 2 % 1000 + (1 if gender == "M" else 0)
    digits = f"{510100 + serial // 500 % 90:06d}{born:%Y%m%d}{order % 1000:03d}"
    return digits + mod_11_2.calc_check_digit(digits)


class TrainingClassFactory(factory.django.DjangoModelFactory):
    """A class of an approved project that is taking trainees."""

    class Meta:
        model = TrainingClass

    proposal = factory.SubFactory(ProposalFactory, status="approved", approved_no="NDE-2026-U-001")
    class_no = factory.Sequence(lambda number: number + 1)
    status = "enrolling"
    # A class under way or over ends today: it can be finished.
    start_on = factory.LazyAttribute(
        lambda made: (
            made.proposal.start_on if made.status in AHEAD else timezone.localdate() - timedelta(days=6)
        )
    )
    end_on = factory.LazyAttribute(
        lambda made: made.proposal.end_on if made.status in AHEAD else timezone.localdate()
    )
    venue = "信息楼201"
    quota = 60
    class_teacher = "陈老师"
    safety_contact = "赵安"
    safety_phone = "+8613800138000"


class TraineeFactory(factory.django.DjangoModelFactory):
    """A trainee with an identity document."""

    class Meta:
        model = Trainee

    training_class = factory.SubFactory(TrainingClassFactory)
    name_zh = factory.Sequence(lambda number: f"学员{number}")
    name_latin = "LI Ming"
    status = "registered"

    @factory.lazy_attribute
    def person(self):
        return Person.objects.create(name_zh=self.name_zh, kind=Person.Kind.TRAINEE)

    @factory.lazy_attribute
    def identity(self):
        number = identity_number()
        return IdentityDocument.objects.create(
            person=self.person,
            doc_type="cn_id",
            number=number,
            number_hash=keyed_hash(number),
            last4=number[-4:],
        )


def timetable(training_class, hours=None):
    """Lessons of eight hours each until the approved hours are planned."""
    left = Decimal(hours or training_class.proposal.hours_total)
    day = training_class.start_on
    while left > 0:
        ClassSession.objects.create(
            training_class=training_class,
            date=day,
            starts_at=time(9),
            ends_at=time(17),
            topic="数据质量控制",
            hours=min(left, Decimal(8)),
        )
        left, day = left - 8, day + timedelta(days=1)
    return list(training_class.sessions.all())


def end_today(training_class):
    """Move the class so that today is its last day; lessons stay where they are."""
    today = timezone.localdate()
    training_class.start_on, training_class.end_on = min(training_class.start_on, today), today
    training_class.save(update_fields=["start_on", "end_on"])


def everybody_present(training_class):
    """Attendance of all trainees at all lessons."""
    for session in training_class.sessions.all():
        for trainee in training_class.trainees.all():
            Attendance.objects.create(session=session, trainee=trainee, mark="present")


def roster_file(*rows, name="roster.xlsx", headers=None):
    """An uploaded workbook with our own headers; each row is a mapping of column keys to cells."""
    keys = [column.key for column in COLUMNS]
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("学员")
        sheet.write_row(0, 0, headers or [column.label for column in COLUMNS])
        for index, row in enumerate(rows, start=1):
            for place, key in enumerate(keys):
                value = row.get(key)
                if value is not None:
                    sheet.write(index, place, value)
    return SimpleUploadedFile(name, output.getvalue())
