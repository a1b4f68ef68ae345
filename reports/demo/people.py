"""The university of the demonstration: its units, and one person for every role. Everybody is invented."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from accounts.models import Role, RoleGrant, Unit, User
from accounts.models.role import CosignArea

DOMAIN = "demo.example"
COLLEGE, OFFICE, AFFILIATED = Unit.Kind.COLLEGE, Unit.Kind.ADMIN_DEPT, Unit.Kind.DIRECTLY_AFFILIATED

# Twelve units that may run training (TR-03), then the offices that review.
UNITS = [
    ("CAS", "大气科学学院", "College of Atmospheric Sciences", COLLEGE),
    ("CRE", "资源环境学院", "College of Resources and Environment", COLLEGE),
    ("CEE", "电子工程学院", "College of Electronic Engineering", COLLEGE),
    ("CCE", "通信工程学院", "College of Communication Engineering", COLLEGE),
    ("CAE", "自动化学院", "College of Automation", COLLEGE),
    ("CCS", "计算机学院", "College of Computer Science", COLLEGE),
    ("CSE", "软件工程学院", "College of Software Engineering", COLLEGE),
    ("CYB", "网络空间安全学院", "College of Cybersecurity", COLLEGE),
    ("COE", "光电工程学院", "College of Optoelectronic Engineering", COLLEGE),
    ("CMG", "管理学院", "College of Management", COLLEGE),
    ("CFL", "外国语学院", "College of Foreign Languages", COLLEGE),
    ("CCT", "继续教育学院", "College of Continuing Education", AFFILIATED),
    ("IEC", "国际交流与合作处", "Office of International Exchange and Cooperation", OFFICE),
    ("FIN", "财务处", "Finance Office", OFFICE),
    ("LAW", "法律事务室", "Legal Affairs Office", OFFICE),
    ("SEC", "保卫处", "Security Office", OFFICE),
    ("PUB", "党委宣传部", "Publicity Department", OFFICE),
    ("PRE", "学校办公室", "University Office", OFFICE),
    ("AUD", "审计处", "Audit Office", OFFICE),
    ("ITC", "信息中心", "Information Centre", AFFILIATED),
]
GOVERNING = "IEC"
RUNNING = 12


@dataclass(frozen=True)
class DemoPerson:
    """Somebody who can sign in to the demonstration."""

    name: str
    role: str
    unit: str
    zh: str
    en: str
    area: str = ""
    number: str = ""

    @property
    def email(self) -> str:
        return f"{self.name}@{DOMAIN}"


PEOPLE = [
    DemoPerson("student", Role.STUDENT, "CCS", "林晓彤", "LIN Xiaotong", number="2026081001"),
    DemoPerson("staff", Role.TEACHER, "CCS", "周文博", "ZHOU Wenbo", number="D100101"),
    DemoPerson("deptadmin", Role.DEPARTMENT_ADMIN, "CCS", "陈思远", "CHEN Siyuan", number="D100102"),
    DemoPerson("depthead", Role.DEPARTMENT_HEAD, "CCS", "刘建国", "LIU Jianguo", number="D100103"),
    DemoPerson("partnerships", Role.PARTNERSHIPS_DESK, "IEC", "何静怡", "HE Jingyi", number="D200101"),
    DemoPerson("students", Role.STUDENT_DESK, "IEC", "唐雨欣", "TANG Yuxin", number="D200102"),
    DemoPerson("training", Role.TRAINING_DESK, "IEC", "王明哲", "WANG Mingzhe", number="D200103"),
    DemoPerson("visitors", Role.VISITORS_DESK, "IEC", "郑一鸣", "ZHENG Yiming", number="D200104"),
    DemoPerson("inbound", Role.INBOUND_DESK, "IEC", "冯佳宁", "FENG Jianing", number="D200105"),
    DemoPerson("director", Role.DIRECTOR, "IEC", "赵国华", "ZHAO Guohua", number="D200106"),
    DemoPerson("finance", Role.FINANCE, "FIN", "孙丽萍", "SUN Liping", number="D300101"),
    DemoPerson(
        "legal", Role.COSIGNER, "LAW", "高志强", "GAO Zhiqiang", area=CosignArea.LEGAL, number="D300201"
    ),
    DemoPerson(
        "security", Role.COSIGNER, "SEC", "马卫东", "MA Weidong", area=CosignArea.SECURITY, number="D300301"
    ),
    DemoPerson(
        "publicity", Role.COSIGNER, "PUB", "罗丹", "LUO Dan", area=CosignArea.PUBLICITY, number="D300401"
    ),
    DemoPerson("leader", Role.LEADER, "PRE", "吴海峰", "WU Haifeng", number="D000101"),
    DemoPerson("auditor", Role.AUDITOR, "AUD", "徐慧", "XU Hui", number="D300501"),
    DemoPerson("coordinator", Role.COORDINATOR, "", "", "Marta Lindqvist"),
    DemoPerson("applicant", Role.APPLICANT, "", "", "Amina Yusuf Bello"),
    DemoPerson("sysadmin", Role.SYSTEM, "ITC", "谢凯", "XIE Kai", number="D300601"),
    DemoPerson("student2", Role.STUDENT, "CAS", "曾子涵", "ZENG Zihan", number="2026012002"),
    DemoPerson("staff2", Role.TEACHER, "CAS", "邓云飞", "DENG Yunfei", number="D100201"),
    DemoPerson("deptadmin2", Role.DEPARTMENT_ADMIN, "CAS", "宋雅琴", "SONG Yaqin", number="D100202"),
    DemoPerson("depthead2", Role.DEPARTMENT_HEAD, "CAS", "蒋志远", "JIANG Zhiyuan", number="D100203"),
]
# Department roles are held in the unit; the others for the whole university.
IN_UNIT = {Role.DEPARTMENT_ADMIN, Role.DEPARTMENT_HEAD}


@dataclass(frozen=True)
class SignIn:
    """A line for whoever starts the demonstration."""

    email: str
    password: str
    name: str
    role: str


def password() -> str:
    """The one password of the demonstration: from the environment, else made once and kept in var/."""
    given = os.environ.get("DEMO_PASSWORD", "")
    if given:
        return given
    kept = Path(settings.VAR_DIR) / "demo-password"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(f"portal-{secrets.token_hex(4)}", encoding="utf-8")
        kept.chmod(0o600)
    return kept.read_text(encoding="utf-8").strip()


def sign_ins() -> list[SignIn]:
    """One line for every person of the demonstration."""
    words = {role.value: str(role.label) for role in Role}
    return [SignIn(person.email, password(), person.zh or person.en, words[person.role]) for person in PEOPLE]


@transaction.atomic
def load() -> int:
    """Make the units and people that are missing; returns how many people were added."""
    units = {unit.code: unit for unit in _load_units()}
    known = set(User.objects.values_list("email", flat=True))
    missing = [person for person in PEOPLE if person.email not in known]
    # One password, hashed once: hashing is slow on purpose.
    hashed = make_password(password()) if missing else ""
    for person in missing:
        _load_person(person, units.get(person.unit), hashed)
    return len(missing)


def _load_units() -> list[Unit]:
    made = []
    for position, (code, name_zh, name_en, kind) in enumerate(UNITS):
        unit, _created = Unit.objects.get_or_create(
            code=code,
            defaults={
                "name_zh": name_zh,
                "name_en": name_en,
                "kind": kind,
                "can_run_training": position < RUNNING,
                "is_governing_office": code == GOVERNING and not Unit.objects.governing().exists(),
            },
        )
        made.append(unit)
    return made


def _load_person(person: DemoPerson, unit: Unit | None, hashed: str) -> User:
    is_student = person.role == Role.STUDENT
    user = User.objects.create(
        email=person.email,
        password=hashed,
        name_zh=person.zh,
        name_en=person.en,
        unit=unit,
        staff_number="" if is_student else person.number,
        student_number=person.number if is_student else "",
        is_staff=person.role == Role.SYSTEM,
        language="zh-hans" if person.zh else "en",
    )
    RoleGrant.objects.create(
        user=user,
        role=person.role,
        unit=unit if person.role in IN_UNIT else None,
        area=person.area,
        starts_on=timezone.localdate(),
    )
    return user
