"""Empty forms for units, made as text documents: summary report, settlement plan, safety plan, contract."""

from __future__ import annotations

import io
from dataclasses import dataclass

import docx
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class BlankForm:
    """One form: its title in the reader's language, and what the paper says in Chinese."""

    title: str | Promise
    heading: str
    parts: tuple[tuple[str, str], ...]


BLANK_FORMS = {
    "summary": BlankForm(
        _("Form of the summary report"),
        "非学历教育项目总结报告",
        (
            ("一、实施情况", "班次、时间、地点、人数、师资、课时完成情况。"),
            ("二、成效", "学员结业情况、满意度、委托方评价、社会效益。"),
            ("三、问题", "组织、教学、安全、经费等方面存在的问题。"),
            ("四、改进", "今后改进的具体措施和责任人。"),
        ),
    ),
    "settlement": BlankForm(
        _("Form of the settlement plan"),
        "项目终止学员安置方案",
        (
            ("一、终止原因", ""),
            ("二、退费安排", "对象、金额、时限。"),
            ("三、转班安排", "转入的项目和班次；无则写“无”。"),
            ("四、证书安排", "已完成学时的学习证明。"),
            ("五、公告内容", "面向学员和社会的公告文本。"),
            ("六、联系人", "姓名、电话。"),
        ),
    ),
    "contract": BlankForm(
        _("Form of a training contract"),
        "委托培训合同（示范文本）",
        (
            ("一、双方", "甲方（委托方）名称、统一社会信用代码；乙方为学校。"),
            ("二、培训内容与要求", "名称、对象、人数、时间、地点、学时、师资。"),
            ("三、费用与支付", "费用汇入学校账户；任何单位和个人不得代收。"),
            ("四、双方权利义务", "办学权、管理权、招生权、教学权归学校，不得转让。"),
            ("五、校名使用", "委托方不得在自身业务中使用校名、校徽。"),
            ("六、期限", "合同期限不超过项目实施期，不自动续期。"),
            ("七、违约与争议", ""),
            ("签章", "甲方（盖章）：            乙方（学校公章或合同专用章）："),
        ),
    ),
    "safety": BlankForm(
        _("Form of the safety plan"),
        "培训班安全工作预案",
        (
            ("一、基本情况", "时间、地点、人数、负责人及电话。"),
            ("二、风险点", "消防、交通、食宿、实验实训、天气。"),
            ("三、措施与责任人", ""),
            ("四、应急处置", "报警、急救、疏散、上报流程和电话。"),
        ),
    ),
}


def render_blank(key: str) -> bytes:
    """The empty form as a document of a word processor."""
    form = BLANK_FORMS[key]
    document = docx.Document()
    document.add_heading(form.heading, level=0)
    document.add_paragraph(f"{settings.UNIVERSITY_NAME_ZH} · {settings.OFFICE_NAME_ZH}")
    table = document.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    for label in ("项目名称", "立项编号", "办学单位", "项目负责人"):
        table.add_row().cells[0].text = label
    for heading, hint in form.parts:
        document.add_heading(heading, level=1)
        document.add_paragraph(hint)
        document.add_paragraph("")
    document.add_paragraph("办学单位负责人（签字、盖章）：                    日期：")
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()
