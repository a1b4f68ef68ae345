"""Dates as files write them and documents print them (EC-62, TY-02)."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from core.dates import chinese_date, english_date, official_date, parse_date, printed_date

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    "value",
    [
        DAY,
        datetime(2026, 11, 23, 8, 30),
        "2026-11-23",
        "2026.11.23",
        "2026/11/23",
        "20261123",
        "2026年11月23日",
        "二〇二六年十一月二十三日",
        46349,
        46349.0,
        "46349",
        20261123,
        20261123.0,
        " 2026-11-23 ",
        "２０２６－１１－２３",
        "2026-11-23 00:00:00",
        "2026-11-23T00:00:00",
        "2026 年 11 月 23 日",
        "二零二六年十一月二十三日",
        "二○二六年十一月二十三日",
        "'2026-11-23",
    ],
)
def test_parse_date(value):
    assert parse_date(value) == DAY


def test_workbooks_that_count_from_1904():
    assert parse_date(44887, date_1904=True) == DAY


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("3/4/2026", "ambiguous_date"),
        ("23/11/2026", "ambiguous_date"),
        ("2026-02-30", "no_such_date"),
        ("2026-13-01", "no_such_date"),
        ("20260230", "no_such_date"),
        ("26-11-23", "short_year"),
        ("26年11月23日", "short_year"),
        ("2026-11/23", "invalid_date"),
        ("2026-11", "invalid_date"),
        ("next week", "invalid_date"),
        ("", "invalid_date"),
        (None, "invalid_date"),
        (True, "invalid_date"),
        (5, "invalid_date"),
        (100000, "invalid_date"),
        (-1, "invalid_date"),
        (1e300, "invalid_date"),
        (float("nan"), "invalid_date"),
        (float("inf"), "invalid_date"),
        ("二〇二六年十一十月二十三日", "invalid_date"),
        ("二〇二六年一一月二十三日", "invalid_date"),
        ("1849-01-01", "date_out_of_range"),
        (date(9999, 12, 31), "date_out_of_range"),
        ("x" * 10_000, "invalid_date"),
    ],
)
def test_parse_date_refuses(value, code):
    with pytest.raises(ValidationError) as refused:
        parse_date(value)

    assert refused.value.code == code
    assert len(refused.value.messages[0]) < 200


@pytest.mark.parametrize(
    ("day", "printed"),
    [
        (DAY, "二〇二六年十一月二十三日"),
        (date(2000, 1, 1), "二〇〇〇年一月一日"),
        (date(2026, 10, 10), "二〇二六年十月十日"),
        (date(2026, 12, 20), "二〇二六年十二月二十日"),
        (date(2026, 2, 11), "二〇二六年二月十一日"),
        (date(2026, 3, 21), "二〇二六年三月二十一日"),
        (date(2030, 5, 30), "二〇三〇年五月三十日"),
        (date(2030, 5, 31), "二〇三〇年五月三十一日"),
    ],
)
def test_chinese_date(day, printed):
    assert chinese_date(day) == printed


def test_english_and_official_dates():
    assert english_date(date(2026, 11, 3)) == "3 November 2026"
    assert official_date(date(2026, 1, 3)) == "2026年1月3日"
    assert printed_date(DAY, "en") == "23 November 2026"
    assert printed_date(DAY, "zh-hans") == "二〇二六年十一月二十三日"
    assert printed_date(DAY, "zh-hans", official=True) == "2026年11月23日"


@given(st.integers(min_value=0, max_value=36_000))
def test_every_printed_chinese_date_is_read_back(days):
    day = date(1950, 1, 1) + timedelta(days=days)

    assert parse_date(chinese_date(day)) == day
    assert parse_date(official_date(day)) == day
