"""Invented words of the office for the public, and its profile from the demonstration's own figures."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from reports import actions
from reports.demo import past_years
from reports.figures import FIGURES
from reports.models import DeskContact, NewsItem, PageText, ProfileStatement, ReportRun

TEXTS = {
    "home": (
        "学校对外交流的窗口：合作院校、学生项目、专家与来访、非学历教育，一处办理，一处查询。",
        "The university's window on the world: partners, student programmes, experts and guests, training, in one place.",
    ),
    "apply": (
        "一、浏览项目目录，核对语言、绩点和学院要求。\n二、用校园账号登录，按志愿填报并上传材料，可随时保存草稿。\n"
        "三、学院推荐、本处初审与面试，结果公示后向外方提名。\n四、外方录取后办理保险、签证，参加行前教育，按时报备行程。",
        "1. Browse the catalogue and check language, grades and college.\n2. Sign in with your campus account, rank your choices "
        "and upload your documents; a draft is kept at any time.\n3. Your college recommends you, the office screens and "
        "interviews, and nominates you after the public notice.\n4. Once admitted: insurance, visa, briefing, and your "
        "itinerary reported on time.",
    ),
    "apply_in": (
        "一、选择学历项目或交换项目，交换生先由所在学校提名。\n二、在线提交护照、学历、成绩单、语言证明等材料。\n"
        "三、审核通过后发放录取通知书和签证申请表（JW201/JW202）。\n四、按期到校注册，24小时内办理住宿登记，30日内办理居留许可。",
        "1. Choose a degree or exchange programme; exchange students are nominated by their home university first.\n2. Send "
        "passport, diploma, transcript and proof of language online.\n3. After the review you receive the admission letter "
        "and the visa form (JW201/JW202).\n4. Register on time, register your lodging within 24 hours and apply for the "
        "residence permit within 30 days.",
    ),
    "contact": (
        "四川省成都市西南航空港经济开发区学府路一段24号（演示）\n办公时间：周一至周五 9:00–12:00，14:00–17:30",
        "24 Xuefu Road Section 1, Southwest Airport Economic Development Zone, Chengdu, Sichuan, China (demonstration)\n"
        "Office hours: Monday to Friday, 9:00 to 12:00 and 14:00 to 17:30",
    ),
    "law": (
        "数据每日更新，可自由使用，请注明来源。少于5人的数值以“<5”表示。",
        "Updated daily, free to use with the source named. Numbers of fewer than five people are shown as “<5”.",
    ),
}
DESKS = [
    ("合作项目岗", "Partnerships desk", "合作院校、协议、联合实验室", "Partners, agreements, joint laboratories", "partnerships"),
    ("学生项目岗", "Student desk", "交换、访学、游学、国家公派", "Exchange, visiting, study tours, scholarships", "students"),
    ("国际教育岗", "International education", "来华留学申请与服务", "Admission and services for students", "inbound"),
    ("外事接待与外专岗", "Visitors desk", "来访团组、外籍专家、国际会议", "Delegations, experts, conferences", "visitors"),
    ("非学历教育岗", "Training desk", "培训立项、证书与查验", "Training projects, certificates, verification", "training"),
]  # fmt: skip
NEWS = [
    (
        "演示：2026年度国际暑期学校总结会举行",
        "Demo: the international summer school of 2026 looks back",
        "来自合作院校的师生回顾了四周的课程与实习，并讨论了下一年度的安排。本条为演示内容。",
        "Teachers and students of partner universities looked back on four weeks of courses and internships and discussed the "
        "year to come. This item is a demonstration.",
        6,
    ),
    (
        "演示：与合作院校共建的联合实验室通过年度评估",
        "Demo: joint laboratories pass their yearly review",
        "评估组听取了各实验室的年度报告，查看了共同成果清单，并对下一阶段的研究提出建议。本条为演示内容。",
        "The panel heard the yearly reports, looked at the joint results and gave advice for the next stage. This item is a "
        "demonstration.",
        19,
    ),
    (
        "演示：下学期交换生项目开放申请",
        "Demo: exchange programmes of the next term are open",
        "请在截止日期前登录系统填报志愿，学院推荐截止时间以各批次页面为准。本条为演示内容。",
        "Please sign in and rank your choices before the deadline; the page of each round says until when colleges recommend. "
        "This item is a demonstration.",
        33,
    ),
]


def load() -> None:
    """Records of the past years, words for the public, a published profile and a report; nothing where they are there."""
    past_years.load()
    for key, (zh, en) in TEXTS.items():
        PageText.objects.get_or_create(key=key, defaults={"text_zh": zh, "text_en": en})
    if not DeskContact.objects.exists():
        DeskContact.objects.bulk_create(
            DeskContact(
                desk_zh=zh,
                desk_en=en,
                about_zh=about_zh,
                about_en=about_en,
                email=f"{name}@demo.example",
                phone=f"+86 28 0000 000{place}",
                room=f"行政楼 40{place}（演示）",
                position=place,
            )
            for place, (zh, en, about_zh, about_en, name) in enumerate(DESKS, start=1)
        )
    if not NewsItem.objects.exists():
        today = timezone.localdate()
        NewsItem.objects.bulk_create(
            NewsItem(
                title_zh=title_zh,
                title_en=title_en,
                body_zh=zh,
                body_en=en,
                published_on=today - timedelta(days=ago),
                is_published=True,
            )
            for title_zh, title_en, zh, en, ago in NEWS
        )
    _profile()


def _profile() -> None:
    """The statement, written by the partnerships desk, approved and published by the director."""
    today = timezone.localdate()
    if ProfileStatement.objects.exists() or not FIGURES["F01"].read(today).value:
        return
    author = User.objects.get(email="partnerships@demo.example")
    director = User.objects.get(email="director@demo.example")
    statement = actions.draft_statement(as_of=today, by=author)
    actions.submit_profilestatement(statement, by=author)
    actions.approve_profilestatement(statement, by=director)
    actions.publish_profilestatement(statement, by=director)
    if not ReportRun.objects.exists():
        run = actions.order_report("RP-03", by=author, as_of=today)
        actions.make_report(run.pk)
