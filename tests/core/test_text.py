"""The text gate, the search key and bilingual fields."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from core.text import bilingual, clean_text, search_key, standard_character


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  国际处　", "国际处"),
        ("cafe\u0301", "café"),
        ("\u8c48\uf900", "\u8c48\u8c48"),  # a canonical singleton: NFC itself unifies it
        ("a\u200bb\ufeffc", "abc"),
        ("one\r\ntwo", "one two"),
        ("a\tb", "a b"),
        ("㼆𠅤𬱖", "㼆𠅤𬱖"),  # EC-02
        ("\U00031350", "\U00031350"),  # extension H
        (None, ""),
        (12, "12"),
        ("ﾊﾝ", "ﾊﾝ"),
        ("Ⅳ ①", "Ⅳ ①"),
    ],
)
def test_clean_text(typed, kept):
    assert clean_text(typed) == kept


def test_clean_text_of_several_lines_keeps_them():
    assert clean_text(" one \r\n\u2028 two\rthree ", multiline=True) == "one\n\n two\nthree"


@pytest.mark.parametrize(
    "typed",
    [
        "a\0b",
        "a\x1bb",
        "a\x7f",
        "\u202eabc",
        "\u2066x",
        "a\ufffe",
        "\ufdd0",
        "\U0001ffff",
        "\ud800",
        "\U000e0041",
    ],
)
def test_clean_text_refuses_what_cannot_be_shown(typed):
    with pytest.raises(ValidationError) as refused:
        clean_text(typed)

    assert refused.value.code == "control_character"


@pytest.mark.parametrize(
    ("char", "standard"),
    [
        ("\ue81e", "\u9fb4"),
        ("\ue816", "\U00020087"),
        ("\ue7c7", "ḿ"),
        ("\ue81a", "㑳"),
        ("\ue863", "䶮"),
        ("\ue000", ""),
    ],
)
def test_standard_character_of_a_private_one(char, standard):
    """EC-03."""
    assert standard_character(char) == standard


def test_clean_text_names_the_place_of_a_private_character():
    """EC-03."""
    with pytest.raises(ValidationError) as refused:
        clean_text("李\ue81e明")

    assert refused.value.code == "private_use"
    assert refused.value.params == {
        "position": 2,
        "code_point": "U+E81E",
        "standard": "\u9fb4",
        "standard_code_point": "U+9FB4",
    }


def test_length_is_counted_in_code_points():
    """EC-02: a rare character is one, though a browser counts two."""
    assert clean_text("𠅤" * 5, max_length=5) == "𠅤" * 5

    with pytest.raises(ValidationError) as refused:
        clean_text("𠅤" * 6, max_length=5)

    assert refused.value.code == "too_long"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Müller", "MULLER"),
        ("Đorđević", "dordevic"),
        ("Nguyễn", "nguyen"),
        ("國際交流與合作處", "国际交流与合作处"),
        ("ＬＩ　Ｘｉａｏ", "li xiao"),
        ("李\u200b四", "李 四"),
        ("买买提·艾力", "买买提艾力"),
        ("\uf900", "\u8c48"),  # EC-04: only the key unifies width and compatibility forms
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
    ],
)
def test_search_key_makes_equal(one, other):
    assert search_key(one) == search_key(other)


def test_key_of_a_part_is_part_of_the_key():
    whole = "中華人民共和國教育部 Ministère de l'Éducation"

    assert search_key("民共和國教") in search_key(whole)
    assert search_key("ère de l'É") in search_key(whole)


def test_bilingual_falls_back_to_the_other_language():
    both = SimpleNamespace(title_zh="标题", title_en="Title")
    chinese = SimpleNamespace(title_zh="标题", title_en="")

    with override("en"):
        assert [bilingual(both, "title"), bilingual(chinese, "title")] == ["Title", "标题"]
    with override("zh-hans"):
        assert bilingual(both, "title") == "标题"


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=60))
def test_the_gate_answers_or_refuses_and_what_it_answers_passes_again(typed):
    try:
        kept = clean_text(typed)
    except ValidationError:
        return

    assert clean_text(kept) == kept
    search_key(typed)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("?q=李四", 200),
        ("?q=\U00031350", 200),
        ("?q=%00", 400),
        ("?q=%E2%80%AE", 400),
        ("?%1B=1", 400),
        (f"?q={'x' * 9999}", 400),
    ],
)
def test_every_parameter_passes_the_gate(client, query, status):
    """EC-02: a character newer than this Python is a character; a control is none."""
    assert client.get(f"/healthz{query}").status_code == status
