"""Makes visits: seven guests over three days, at any point of the workflow."""

from datetime import date, time, timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.models import IdentityDocument, Person
from core.fields import keyed_hash
from core.models import Region
from tests.factories.accounts import person_with
from visitors.models import (
    Delegation,
    DelegationBudgetLine,
    DelegationGift,
    DelegationMember,
    FilingRule,
    ItineraryItem,
)

S = Delegation.Status
GUESTS = [
    ("安娜·科瓦尔斯卡", "KOWALSKA Anna", "院长", "Dean", "PL", "vegetarian"),
    ("扬·诺瓦克", "NOWAK Jan", "教授", "Professor", "PL", "none"),
    ("卢卡·罗西", "ROSSI Luca", "研究员", "Researcher", "IT", "none"),
    ("法蒂玛·扎赫拉", "EL AMRANI Fatima Zahra", "讲师", "Lecturer", "MA", "halal"),
    ("约翰·奥布莱恩", "O'BRIEN Sean", "国际事务主管", "Head of International Affairs", "IE", "none"),
    ("阮氏红绒", "NGUYEN THI Hong Nhung", "博士后", "Postdoctoral Fellow", "VN", "none"),
    ("陈嘉欣", "CHAN Ka Yan", "项目经理", "Project Manager", "HK", "none"),
]
NAMES = {
    "PL": ("波兰", "Poland"), "IT": ("意大利", "Italy"), "MA": ("摩洛哥", "Morocco"), "IE": ("爱尔兰", "Ireland"),
    "VN": ("越南", "Viet Nam"), "HK": ("中国香港", "Hong Kong, China"), "VA": ("梵蒂冈", "Holy See"),
}  # fmt: skip
# Day, from, until, kind, zh, en, room zh, room en, hosts, guests by place (empty: all), vehicle.
PROGRAMME = [
    (0, 9, 10, "arrival", "接机", "Airport pick-up", "双流机场", "Shuangliu Airport", "王陪同", (), "中巴 川A12345"),
    (0, 10, 12, "meeting", "欢迎会谈", "Welcome meeting", "第一会议室", "Meeting Room 1", "李院长", (), ""),
    (0, 12, 13, "banquet", "欢迎午宴", "Welcome lunch", "校宾馆", "Guest House", "李院长", (), ""),
    (1, 9, 11, "tour", "参观雷达实验室", "Tour of the radar laboratory", "雷达楼", "Radar Building", "赵教授", (0, 1, 2), ""),
    (1, 9, 11, "meeting", "学生项目洽谈", "Talks on student programmes", "第二会议室", "Meeting Room 2", "钱老师",
     (3, 4, 5, 6), ""),
    (1, 12, 13, "meal", "工作午餐", "Working lunch", "校餐厅", "Campus Restaurant", "", (), ""),
    (2, 9, 11, "signing", "签署会议纪要", "Signing of the minutes", "第一会议室", "Meeting Room 1", "李院长", (), ""),
    (2, 14, 15, "departure", "送机", "Transfer to the airport", "双流机场", "Shuangliu Airport", "王陪同", (),
     "中巴 川A12345"),
]  # fmt: skip


def region(alpha2):
    """A country or region."""
    zh, en = NAMES[alpha2]
    kind = "hkmt" if alpha2 in {"HK", "MO", "TW"} else "foreign"
    found, _made = Region.objects.get_or_create(
        alpha2=alpha2,
        defaults={
            "alpha3": f"{alpha2}X",
            "name_zh": zh,
            "name_en": en,
            "kind": kind,
            "has_diplomatic_relations": alpha2 != "VA",
        },
    )
    return found


def lead_rule(**fields):
    """The ordinary rule: thirty days before."""
    values = {
        "code": "delegation-30d", "subject": "delegation", "lead": 30, "lead_unit": "calendar_days",
        "is_submission": True, "name_zh": "一般来访申报", "name_en": "Ordinary visit", "source_zh": "规定",
        "source_en": "Rules",
    }  # fmt: skip
    return FilingRule.objects.get_or_create(
        code=fields.get("code", "delegation-30d"), defaults=values | fields
    )[0]


def passport(name_zh, latin, number, nation, expires_on=None):
    """A foreigner's passport."""
    person = Person.objects.create(kind="foreigner", name_zh=name_zh, passport_name=latin, nationality=nation)
    return IdentityDocument.objects.create(
        person=person,
        doc_type="passport",
        issuing_region=nation,
        number=number,
        number_hash=keyed_hash(number),
        last4=number[-4:],
        expires_on=expires_on or timezone.localdate() + timedelta(days=1500),
    )


def bare_delegation(unit, author=None, start_on=None, **fields):
    """A draft without guests, programme or money."""
    start = start_on or timezone.localdate() + timedelta(days=60)
    values = {
        "unit": unit, "author": author or person_with("DA", unit), "title_zh": "波兰理工大学代表团来访",
        "title_en": "Visit of a delegation of the Polish Institute", "visiting_org_zh": "波兰理工学院",
        "visiting_org_en": "Polish Institute of Technology", "level": "department", "purpose": "academic",
        "aim_zh": "洽谈联合培养与雷达气象研究合作。", "aim_en": "Talks on joint education and radar meteorology.",
        "start_on": start, "end_on": start + timedelta(days=2), "headcount_declared": 7, "counterpart": "dean",
        "counterpart_name": "李院长", "contact_name": "陈老师", "contact_phone": "+862885966502", "lodging": "hotel",
        "lodging_name": "双流假日酒店", "accompanying": "王陪同", "interpreter": "孙译",
    }  # fmt: skip
    return Delegation.objects.create(**{**values, **fields})


def add_guests(delegation, count=7, with_passports=True):
    """The first guests of the list."""
    made = []
    for place, (zh, latin, title_zh, title_en, code, diet) in enumerate(GUESTS[:count]):
        nation = region(code)
        number = f"PP{delegation.pk:04d}{place:03d}"
        made.append(
            DelegationMember.objects.create(
                delegation=delegation, position=place, name_zh=zh, name_latin=latin, title_zh=title_zh,
                title_en=title_en, nationality=nation, gender="F" if place in {0, 3, 5, 6} else "M",
                dob=date(1975 + place, 3, 4), is_leader=place == 0, is_vip=place == 0, diet=diet,
                arrival="CA422", departure="CA421", embassy_city="华沙",
                identity=passport(zh, latin, number, nation) if with_passports else None,
            )
        )  # fmt: skip
    return made


def add_programme(delegation, members, rows=PROGRAMME):
    """The points of the programme."""
    for day, start, end, kind, zh, en, room_zh, room_en, hosts, places, vehicle in rows:
        item = ItineraryItem.objects.create(
            delegation=delegation, date=delegation.start_on + timedelta(days=day), starts_at=time(start),
            ends_at=time(end), kind=kind, title_zh=zh, title_en=en, venue_zh=room_zh, venue_en=room_en, hosts=hosts,
            vehicle=vehicle, driver="刘师傅 13800000000" if vehicle else "",
        )  # fmt: skip
        item.members.set([members[place] for place in places if place < len(members)])


def add_money(delegation, price=200, quantity=10):
    """One line of the budget and one gift."""
    DelegationBudgetLine.objects.create(
        delegation=delegation, category="banquet", quantity=Decimal(quantity), unit_price=Decimal(price)
    )
    DelegationGift.objects.create(
        delegation=delegation, direction="given", item="蜀锦书签", quantity=7, value=Decimal(80), party="代表团成员",
        occasion="欢迎会谈",
    )  # fmt: skip


def complete_delegation(unit, author=None, count=7, **fields):
    """A draft that can be sent."""
    delegation = bare_delegation(unit, author, **fields)
    members = add_guests(delegation, count)
    add_programme(delegation, members)
    add_money(delegation)
    lead_rule()
    return delegation


def delegation_at(status, unit, author=None, **fields):
    """A visit that stands at the status, set there without its steps."""
    start = fields.pop("start_on", None)
    today = timezone.localdate()
    if start is None and status in {S.HOSTING}:
        start = today
    if start is None and status in {S.SUMMARY_DUE, S.CLOSED}:
        start = today - timedelta(days=10)
    delegation = complete_delegation(unit, author, start_on=start, **fields)
    changes = {"status": status}
    if status != S.DRAFT:
        changes["submitted_at"] = timezone.now()
    if status in Delegation.AGREED:
        last = Delegation.objects.filter(number__startswith="DEL-2001").count()
        changes |= {"number": f"DEL-2001-{last + 1:03d}", "approved_at": timezone.now()}
    if status == S.CLOSED:
        changes |= {"overseas_headcount_actual": 7, "summary_zh": "来访顺利。", "closed_at": timezone.now()}
    Delegation.objects.filter(pk=delegation.pk).update(**changes)
    return Delegation.objects.get(pk=delegation.pk)
