"""Invented people for rosters: ordinary, rare and foreign names, with identity numbers that belong to nobody."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count, islice

import xlsxwriter
from stdnum.iso7064 import mod_11_2

from training.actions.roster_reading import COLUMNS

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = (
    "子涵 雨桐 浩然 思源 欣怡 俊杰 文静 志强 晓燕 建国 海燕 天宇 梦洁 国栋 秀英 明轩 佳宁 立新 春梅 云飞 若曦 振华 "
    "丽娜 博文 婉清 永康 静怡 宏伟 雪莹 启航"
).split()
RARE = [
    ("𬱖小满", "WEI Xiaoman"), ("㼆之恒", "MENG Zhiheng"), ("龘志远", "DA Zhiyuan"), ("阿卜杜拉·买买提", "ABUDULA MAIMAITI"),
    ("古丽娜尔·艾尔肯", "GULINAER AIERKEN"), ("吕玥", "LYU Yue"), ("堃宇", "KUN Yu"), ("欧阳䶮", "OUYANG Yan"),
]  # fmt: skip
FOREIGN = [
    ("Nguyễn Thị Hồng Nhung", "X3456701", "越南"), ("Jürgen Müller-Lüdenscheidt", "C01X0006H", "德国"),
    ("Zsófia Đorđević", "P00123456", "塞尔维亚"), ("Siobhán O'Brien", "PA7654321", "爱尔兰"),
    ("Muhammad Abdul Rahman bin Haji Abdullah Al-Hashimi", "A12345678", "马来西亚"),
]  # fmt: skip
EMPLOYERS = [
    "成都市气象局",
    "四川省气象台",
    "成都高新区软件园",
    "绵阳科技城",
    "德阳市应急管理局",
    "双流区大数据中心",
]
PLACES = ["510104", "510107", "510703", "511302", "500112", "610103"]

_serial = count(100)


def identity_number(serial: int) -> str:
    """A number with a right check digit and a plausible age."""
    born = date(1975, 1, 1) + timedelta(days=serial * 37 % 9000)
    digits = f"{PLACES[serial % len(PLACES)]}{born:%Y%m%d}{serial % 1000:03d}"
    return digits + mod_11_2.calc_check_digit(digits)


def people() -> Iterator[dict[str, str]]:
    """Endless rows of a roster; among them rare and foreign names."""
    for serial in _serial:
        if serial % 12 == 7:
            name, latin = RARE[serial // 12 % len(RARE)]
        elif serial % 12 == 11:
            latin, number, country = FOREIGN[serial // 12 % len(FOREIGN)]
            yield {
                "name_latin": latin, "doc_type": "护照", "number": f"{number[:-3]}{serial:03d}", "nationality": country,
                "dob": "1988-05-17", "employer": "来访交流学者",
            }  # fmt: skip
            continue
        else:
            name, latin = SURNAMES[serial % len(SURNAMES)] + GIVEN[serial * 7 % len(GIVEN)], ""
        yield {
            "name_zh": name, "name_latin": latin, "doc_type": "居民身份证", "number": identity_number(serial),
            "employer": EMPLOYERS[serial % len(EMPLOYERS)], "position": "工程师", "phone": f"138{serial:08d}",
        }  # fmt: skip


def roster(size: int) -> bytes:
    """A workbook of that many people, as a department would send it."""
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("学员名册")
        sheet.write_row(0, 0, [column.label for column in COLUMNS])
        for index, person in enumerate(islice(people(), size), start=1):
            sheet.write_row(index, 0, [person.get(column.key, "") for column in COLUMNS])
    return output.getvalue()


# What courses are about, in both languages.
SUBJECTS = [
    ("基层气象服务", "Meteorological Services"), ("遥感数据应用", "Remote Sensing Applications"),
    ("物联网技术", "Internet of Things"), ("网络安全防护", "Network Security"), ("软件质量保障", "Software Quality"),
    ("数据治理实务", "Data Governance"), ("人工智能应用", "Applied Artificial Intelligence"),
    ("应急管理信息化", "Emergency Information Systems"), ("光电检测技术", "Optical Measurement"),
    ("项目管理实务", "Project Management"), ("商务英语", "Business English"), ("通信工程运维", "Communication Networks"),
]  # fmt: skip
