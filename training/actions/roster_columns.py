"""The columns of a roster, by the names people give them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from core.spreadsheets import Column

DOC_TYPES = {
    "cn_id": ["居民身份证", "身份证", "ID card", "Resident identity card"],
    "hkmt_residence": ["港澳台居民居住证", "港澳台居住证", "HKMT residence permit"],
    "foreign_permanent_residence": ["外国人永久居留身份证", "永久居留证", "Permanent residence card"],
    "passport": ["护照", "Passport"],
    "hk_mo_permit": ["港澳居民来往内地通行证", "回乡证", "HK/Macao travel permit"],
    "tw_permit": ["台湾居民来往大陆通行证", "台胞证", "Taiwan travel permit"],
    "other": ["其他证件", "其他", "Other"],
}
GENDERS = {
    "F": ["女", "F", "Female", "female"],
    "M": ["男", "M", "Male", "male"],
    "X": ["其他", "X", "Other"],
}

GENDER_OF_NUMBER = {"female": "F", "male": "M"}

# The labels a person may use, the first of them in our own template.
COLUMNS = [
    Column("name_zh", ["姓名", "中文姓名", "Name", "Chinese name"], "name"),
    Column(
        "name_latin",
        ["拉丁字母姓名", "英文姓名", "拼音", "护照姓名", "Latin name", "Name in Latin letters"],
        "name",
    ),
    Column("gender", ["性别", "Gender", "Sex"], "choice", choices=GENDERS),
    Column("doc_type", ["证件类型", "证件种类", "Document type"], "choice", choices=DOC_TYPES),
    Column(
        "number",
        ["证件号码", "身份证号", "身份证号码", "证件号", "ID number", "Document number"],
        "identity",
        True,
    ),
    Column("dob", ["出生日期", "Date of birth"], "date"),
    Column("nationality", ["国籍", "国家/地区", "国籍/地区", "Nationality", "Country/Region"], "region"),
    Column("employer", ["工作单位", "单位", "Employer"], max_length=150),
    Column("position", ["职务", "职务职称", "Position"], max_length=100),
    Column("education", ["学历", "文化程度", "Education"], max_length=50),
    Column("phone", ["手机", "联系电话", "手机号", "电话", "Phone", "Mobile"], "phone"),
    Column("email", ["电子邮箱", "邮箱", "E-mail", "Email"], "email"),
    Column("emergency_contact", ["紧急联系人", "Emergency contact"], max_length=150),
    Column("is_leading_cadre", ["是否领导干部", "领导干部申明", "Leading cadre"], "yes_no"),
    Column("consent_version", ["知情同意版本", "Consent version"], max_length=20),
]
TRAINEE_TEXTS = (
    "employer", "position", "education", "phone", "email", "emergency_contact", "consent_version",
)  # fmt: skip
LEFT_OUT = "left_out_"


def columns_for(chosen: Mapping[str, str]) -> list[Column]:
    """The columns, with the headings a person assigned; a heading assigned to none is left out on purpose."""
    more: dict[str, list[str]] = defaultdict(list)
    for heading, key in chosen.items():
        more[key].append(heading)
    known = [replace(column, labels=[*column.labels, *more[column.key]]) for column in COLUMNS]
    return known + [Column(f"{LEFT_OUT}{index}", [heading]) for index, heading in enumerate(more[""])]
