"""Makes records that figures count, each with only what its table wants."""

import itertools
from datetime import date, timedelta

from django.utils import timezone

from accounts.models import Person
from core.models import AcademicTerm, Region
from partnerships.models import (
    GlobalCompetenceCourse,
    GlobalCompetenceRun,
    IntroducedCourse,
    IntroducedCourseRun,
)
from programmes.models import InboundStudent, Mobility, Offering, Programme, Round
from tests.factories.accounts import UnitFactory, UserFactory
from tests.factories.partnerships import InstitutionFactory
from visitors.models import (
    Conference,
    ContestEdition,
    ContestEntry,
    Delegation,
    Engagement,
    Expert,
    ExpertProject,
    StaffTrip,
)

counter = itertools.count(1)


def region(alpha2="FR", kind="foreign"):
    """A country or region by its code."""
    return Region.objects.get_or_create(
        alpha2=alpha2,
        defaults={
            "alpha3": f"{alpha2}X",
            "name_zh": f"地区{alpha2}",
            "name_en": f"Region {alpha2}",
            "kind": kind,
        },
    )[0]


def filed(fields):
    """Unit and author, unless they are given."""
    unit = fields.pop("unit", None) or UnitFactory()
    return {"unit": unit, "author": UserFactory(unit=unit), "number": f"N-{next(counter)}"} | fields


def programme(offered=None, **fields):
    """A programme open for long, offered from the day given (today by default; False: never)."""
    number, today = next(counter), timezone.localdate()
    made = Programme.objects.create(
        **{
            "type": "exchange",
            "status": "open",
            "opened_on": date(2015, 1, 1),
            "title_zh": f"项目{number}",
            "partner": fields.pop("partner", None) or InstitutionFactory(),
            "level": "ug",
            "duration_weeks": 20,
        }
        | fields
    )
    if offered is not False:
        first = offered or today
        now = timezone.now()
        call = Round.objects.create(
            name_zh=f"批次{number}",
            academic_year="2026-2027",
            open_at=now - timedelta(days=9),
            close_at=now,
            college_deadline=today,
        )
        Offering.objects.create(
            programme=made,
            round=call,
            quota=5,
            host_deadline=today,
            starts_on=first,
            ends_on=first + timedelta(days=90),
        )
    return made


def stay(departed_on, **fields):
    """A stay that began on the day."""
    student = fields.pop("student", None) or UserFactory(unit=UnitFactory())
    held = fields.pop("programme", None) or programme()
    first = departed_on or timezone.localdate()
    return Mobility.objects.create(
        **{
            "programme": held,
            "student": student,
            "unit": student.unit,
            "region": held.partner.region,
            "type": held.type,
            "level": held.level,
            "academic_year": "2026-2027",
            "planned_from": first,
            "planned_until": first + timedelta(days=90),
            "departed_on": departed_on,
            "status": "abroad" if departed_on else "pre_departure",
        }
        | fields
    )


def inbound(registered_on, **fields):
    """An international student first registered on the day."""
    first = registered_on or timezone.localdate()
    person = fields.pop("person", None) or Person.objects.create(kind="student", surname_latin="KHAN")
    return InboundStudent.objects.create(
        **{
            "surname": "KHAN",
            "gender": "F",
            "born_on": date(2000, 1, 1),
            "nationality": fields.pop("nationality", None) or region(),
            "email": f"in{next(counter)}@example.org",
            "highest_education": "High school",
            "school_attended": "School",
            "level": "ug",
            "unit": fields.pop("unit", None) or UnitFactory(),
            "major": "气象学",
            "taught_in": "en",
            "starts_on": first,
            "ends_on": first + timedelta(days=700),
            "source": "partner",
            "registered_on": registered_on,
            "person": person,
            "status": "registered" if registered_on else "admitted",
        }
        | fields
    )


def conference(end_on, **fields):
    """A conference held, closed on the day."""
    return Conference.objects.create(
        **{
            "title_zh": "会议",
            "start_on": end_on - timedelta(days=1),
            "end_on": end_on,
            "place": "成都",
            "expected_total": 10,
            "expected_foreign": 2,
            "hosts": "本校",
            "status": "closed",
        }
        | filed(fields)
    )


def delegation(start_on, guests=5, **fields):
    """A visit that is over, with so many guests from overseas."""
    return Delegation.objects.create(
        **{
            "title_zh": "代表团来访",
            "title_en": "Visit",
            "visiting_org_zh": "某大学",
            "visiting_org_en": "A University",
            "level": "department",
            "purpose": "academic",
            "aim_zh": "交流",
            "aim_en": "Exchange",
            "start_on": start_on,
            "end_on": start_on + timedelta(days=2),
            "headcount_declared": 5,
            "overseas_headcount_actual": guests,
            "counterpart": "dean",
            "counterpart_name": "院长",
            "contact_name": "老师",
            "contact_phone": "+862800000000",
            "status": "closed",
        }
        | filed(fields)
    )


def project(start_on, **fields):
    """An expert project that was carried out for thirty days."""
    given = filed(fields)
    return ExpertProject.objects.create(
        **{
            "title_zh": "引智项目",
            "programme_name": "national_expert",
            "level": "national",
            "year": start_on.year,
            "leader": given["author"],
            "start_on": start_on,
            "end_on": start_on + timedelta(days=30),
            "applied_amount": 100_000,
            "approved_amount": 50_000,
            "approved_on": start_on,
            "status": "closed",
        }
        | given
    )


def expert(nationality=None, **fields):
    """A foreign expert."""
    person = fields.pop("person", None) or Person.objects.create(
        kind="foreigner", surname_latin="SMITH", nationality=nationality or region()
    )
    given = filed(fields)
    return Expert.objects.create(person=person, unit=given["unit"], author=given["author"])


def engagement(start_on, who=None, **fields):
    """An engagement taken up on its first day."""
    return Engagement.objects.create(
        **{
            "expert": who or expert(),
            "kind": "long_term",
            "position_zh": "教授",
            "start_on": start_on,
            "end_on": start_on + timedelta(days=100),
            "taken_up_on": start_on,
            "status": "on_post",
        }
        | filed(fields)
    )


def trip(departed_on, **fields):
    """A trip abroad that began on the day."""
    given = filed(fields)
    first = departed_on or timezone.localdate()
    return StaffTrip.objects.create(
        **{
            "traveller": given["author"],
            "kind": "official_short",
            "title_zh": "出访",
            "purpose": "交流",
            "start_on": first,
            "end_on": first + timedelta(days=5),
            "departed_on": departed_on,
            "status": "abroad" if departed_on else "approved",
        }
        | given
    )


def contest(final_on, **fields):
    """An edition of the contest whose awards are decided."""
    given = filed(fields)
    given.pop("number")
    return ContestEdition.objects.create(
        **{
            "year": final_on.year,
            "title_zh": "全英文教学比赛",
            "title_en": "Contest",
            "entries_until": final_on - timedelta(days=20),
            "preliminary_on": final_on - timedelta(days=10),
            "final_on": final_on,
            "status": "awarded",
        }
        | given
    )


def entry(edition, **fields):
    """A teacher's entry."""
    teacher = UserFactory(unit=UnitFactory())
    return ContestEntry.objects.create(
        **{
            "edition": edition,
            "teacher": teacher,
            "unit": teacher.unit,
            "course_zh": "课程",
            "course_en": "Course",
            "discipline": "大气",
            "group": "science",
            "video_url": "https://example.org/v",
            "status": "submitted",
        }
        | fields
    )


def term(start_on, end_on, code):
    """A term of the academic year."""
    return AcademicTerm.objects.create(code=code, academic_year=code[:9], start_on=start_on, end_on=end_on)


def introduced_course(when, is_core=True):
    """A course introduced from a partner, run in the term."""
    course = IntroducedCourse.objects.create(
        name_zh=f"课程{next(counter)}",
        is_core=is_core,
        partner=InstitutionFactory(),
        unit=UnitFactory(),
        level="bachelor",
    )
    IntroducedCourseRun.objects.create(course=course, term=when)
    return course


def competence_course(when):
    """A global-competence course, run in the term."""
    course = GlobalCompetenceCourse.objects.create(name_zh=f"课程{next(counter)}", unit=UnitFactory())
    GlobalCompetenceRun.objects.create(course=course, term=when)
    return course
