"""The dry run: wording, glyphs, gaps, and what it costs."""

import pytest
from django.core.exceptions import ValidationError

from certificates import actions
from certificates.documents import dry_run, sample_values, template_problems, wording_hits
from certificates.documents.values import DISCLAIMER_EN, DISCLAIMER_ZH
from certificates.models import Certificate, CertificateTemplate, CertificateType
from certificates.models.kind import check_face_pattern
from tests.factories import certificates as factory


def test_clean_batch_has_no_problems(unit, maker, kinds):
    report = dry_run(factory.requested(unit, by=maker))

    assert (report.rows, report.problems) == (3, [])


def test_glyph_without_a_font_is_named_by_its_code_point_ty_06(unit, maker, staff):
    batch = factory.requested(unit, by=maker)
    Certificate.objects.filter(batch=batch, position=1).update(name_zh="李\u1200")

    report = dry_run(batch)

    assert {problem.certificate.position for problem in report.problems} == {1}
    assert "U+1200" in report.problems[0].message
    with pytest.raises(ValidationError):
        actions.check_batch(batch, by=staff["checker"])


@pytest.mark.parametrize("word", ["毕业", "学 历", "硕士", "研究生", "bachelor", "Diploma"])
def test_forbidden_word_in_the_title_stops_the_batch(word, unit, maker, kinds):
    report = dry_run(factory.requested(unit, by=maker, title_zh=f"气象{word}研修班"))

    assert [problem.field for problem in report.problems] == ["title_zh"]


@pytest.mark.parametrize("text", [DISCLAIMER_ZH, DISCLAIMER_EN, "非学历教育结业证书", "non-degree training"])
def test_disclaimer_itself_is_no_offence(text):
    assert wording_hits(text) == []


def test_same_person_twice_is_found(unit, maker, kinds):
    batch = factory.requested(unit, by=maker, count=2)
    first = batch.certificates.get(position=1)
    second = batch.certificates.get(position=2)
    for name in ("name_zh", "name_latin", "identity_number", "last4"):
        setattr(second, name, getattr(first, name))
    second.save()

    assert [problem.field for problem in dry_run(batch).problems] == ["name_zh", "name_zh"]


def test_missing_last_four_is_a_problem(unit, maker, kinds):
    batch = factory.requested(unit, by=maker, count=1)
    Certificate.objects.filter(batch=batch).update(last4="")

    assert [problem.field for problem in dry_run(batch).problems] == ["last4"]


@pytest.mark.parametrize(
    "pattern",
    ["10621{year}{seq}", "1062120265{year}{seq}", "12345678{year}{seq}", "第{seq}号", "{year}{seq}{name}"],
)
def test_number_like_that_of_a_degree_is_refused_ct_02(pattern):
    with pytest.raises(ValidationError):
        check_face_pattern(pattern)


def test_delivered_templates_break_no_rule(kinds):
    found = {
        template.certificate_type.code: template_problems(
            template.html, template.css, template.certificate_type
        )
        for template in CertificateTemplate.objects.all()
    }

    assert found == {"NDE": [], "PAR": []}


def test_template_without_disclaimer_or_mark_is_refused(kinds):
    kind = CertificateType.objects.get(code="NDE")

    assert len(template_problems("<h1>毕业证书</h1>", "@page { size: A4 portrait }", kind)) == 5


def test_sample_dates_are_written_in_chinese_numerals_ty_02(kinds):
    values = sample_values(CertificateType.objects.get(code="NDE"))

    assert (values["start_zh"], values["end_zh"], values["start_en"]) == (
        "二〇二六年七月六日",
        "二〇二六年七月十七日",
        "6 July 2026",
    )
