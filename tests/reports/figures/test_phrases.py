"""Round words of figures (ST-06)."""

from decimal import Decimal

import pytest

from reports.figures import money_phrase, round_phrase


@pytest.mark.parametrize(
    ("value", "step", "more", "unit", "zh", "en"),
    [
        (33, 10, "多", "所", "30多所", "more than 30"),
        (38, 10, "多", "个", "近40个", "nearly 40"),
        (37, 10, "多", "个", "近40个", "nearly 40"),
        (36, 10, "多", "个", "30多个", "more than 30"),
        (318, 100, "多", "名", "300多名", "more than 300"),
        (369, 100, "多", "名", "300多名", "more than 300"),
        (370, 100, "多", "名", "近400名", "nearly 400"),
        (823, 100, "余", "人次", "800余人次", "more than 800"),
        (21, 10, "余", "场", "20余场", "more than 20"),
        (20, 10, "余", "场", "20场", "20"),
        (120, 10, "余", "人次", "120人次", "120"),
        (200, 10, "余", "人次", "200人次", "200"),
        (1234, 100, "余", "人次", "1200余人次", "more than 1,200"),
        (7, 10, "余", "项", "7项", "seven"),
        (95, 100, "多", "名", "95名", "95"),
        (6, 1, "多", "个", "6个", "six"),
        (12, 1, "多", "个", "12个", "12"),
        (0, 10, "余", "场", "", ""),
    ],
)
def test_a_value_is_said_in_round_words(value, step, more, unit, zh, en):
    said = [round_phrase(value, step, language, more=more, unit=unit) for language in ("zh", "en")]

    assert said == [zh, en]


@pytest.mark.parametrize(
    ("wan", "zh", "en"),
    [
        ("182.3", "180多万元", "more than RMB 1.8 million"),
        ("187", "近190万元", "nearly RMB 1.9 million"),
        ("180", "180万元", "RMB 1.8 million"),
        ("8.25", "8.25万元", "RMB 82,500"),
        ("1250", "1250万元", "RMB 12.5 million"),
        ("0", "", ""),
    ],
)
def test_money_is_never_said_without_its_currency(wan, zh, en):
    assert [money_phrase(Decimal(wan), 10, language) for language in ("zh", "en")] == [zh, en]
