"""Countries and regions: forced names, kinds, spellings (GN-20 to GN-22, EC-72)."""

import pytest

from core.region_source import AmbiguousRegion, UnknownRegion, alias_rows, match_region, region_rows


def test_every_region_is_complete_and_unique():
    rows = region_rows()

    assert len(rows) == 249
    assert len({row.alpha2 for row in rows}) == len({row.alpha3 for row in rows}) == 249
    assert len({row.name_zh for row in rows}) == len({row.name_en for row in rows}) == 249
    assert all(row.name_zh and row.name_en and row.continent and len(row.numeric) == 3 for row in rows)


@pytest.mark.parametrize(
    ("code", "zh", "en", "kind"),
    [
        ("HK", "中国香港", "Hong Kong, China", "hkmt"),
        ("MO", "中国澳门", "Macao, China", "hkmt"),
        ("TW", "中国台湾", "Taiwan, China", "hkmt"),
        ("CN", "中国", "China", "china"),
        ("US", "美国", "United States", "foreign"),
        ("GB", "英国", "United Kingdom", "foreign"),
        ("KR", "韩国", "Republic of Korea", "foreign"),
        ("KP", "朝鲜", "Democratic People's Republic of Korea", "foreign"),
    ],
)
def test_names_and_kinds(code, zh, en, kind):
    (row,) = [row for row in region_rows() if row.alpha2 == code]

    assert (row.name_zh, row.name_en, row.kind) == (zh, en, kind)


def test_no_region_bears_another_name_of_the_three():
    names = [name for row in region_rows() for name in (row.name_zh, row.name_en)]

    assert not {"香港", "澳门", "台湾", "Hong Kong", "Macao", "Macau", "Taiwan"} & set(names)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Britain", "GB"),
        ("U.K.", "GB"),
        ("uk", "GB"),
        ("英国", "GB"),
        ("英國", "GB"),
        ("the United Kingdom", "GB"),
        ("United Kingdom of Great Britain and Northern Ireland", "GB"),
        ("美国", "US"),
        ("USA", "US"),
        ("U. S. A.", "US"),
        ("united states of america", "US"),
        ("美利坚合众国", "US"),
        ("South Korea", "KR"),
        ("Korea, Republic of", "KR"),
        ("韩国", "KR"),
        ("朝鲜", "KP"),
        ("DPRK", "KP"),
        ("刚果(金)", "CD"),
        ("刚果(布)", "CG"),
        ("Congo (Kinshasa)", "CD"),
        ("香港", "HK"),
        ("Hong Kong", "HK"),
        ("Macau", "MO"),
        ("台灣", "TW"),
        ("中国台湾", "TW"),
        ("Taiwan, Province of China", "TW"),
        ("中华人民共和国", "CN"),
        ("Türkiye", "TR"),
        ("Turkey", "TR"),
        ("Cote d’Ivoire", "CI"),
        ("Viet Nam", "VN"),
        ("Czech Republic", "CZ"),
        ("de", "DE"),
        ("DEU", "DE"),
        ("  Germany ", "DE"),
        ("The Netherlands", "NL"),
        ("Russian Federation", "RU"),
        ("Dominica", "DM"),
        ("Dominican Republic", "DO"),
        ("Niger", "NE"),
        ("Nigeria", "NG"),
    ],
)
def test_match_region(text, code):
    """EC-72."""
    assert match_region(text) == code


@pytest.mark.parametrize(
    "text", ["Korea", "korea", "Congo", "刚果", "The Congo", "Virgin Islands", "USSR", "Saint Martin"]
)
def test_ambiguous_regions_are_asked_about(text):
    """EC-72."""
    with pytest.raises(AmbiguousRegion) as refused:
        match_region(text)

    assert refused.value.code == "ambiguous_region"


@pytest.mark.parametrize("text", ["", "  ", "Atlantis", "火星", "x" * 1000, "%", None])
def test_unknown_regions_are_refused(text):
    with pytest.raises(UnknownRegion):
        match_region(text or "")


def test_spellings_of_the_office_come_first():
    assert match_region("Korea", {"KOREA": "KR"}) == "KR"
    assert match_region("大不列颠岛", {"大不列颠岛": "GB"}) == "GB"


def test_every_alias_means_a_region_or_none():
    codes = {row.alpha2 for row in region_rows()} | {""}

    assert {code for __, code in alias_rows()} <= codes
