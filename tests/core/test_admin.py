"""Repairs of submitted, approved and issued records."""

import pytest
from django.contrib import admin
from django.forms import modelform_factory

from core.admin import RepairForm
from core.admin.repair import is_settled
from tests.factories.training import ProposalFactory
from training.models import Proposal

S = Proposal.Status


def repair(proposal, **typed):
    form_class = modelform_factory(Proposal, form=RepairForm, fields=["venue"])
    return form_class({"venue": "图书馆报告厅", "read_version": proposal.version, **typed}, instance=proposal)


@pytest.mark.parametrize("status", [status for status in S if status != S.DRAFT])
def test_a_record_that_was_submitted_is_changed_only_with_a_reason(db, status):
    proposal = ProposalFactory(status=status)

    answers = [list(repair(proposal, reason=reason).errors) for reason in ("", "x", "wrong room in the file")]

    assert (is_settled(proposal), answers) == (True, [["reason"], ["reason"], []])


def test_a_draft_is_changed_without_a_reason(db):
    proposal = ProposalFactory(status=S.DRAFT)

    assert (is_settled(proposal), dict(repair(proposal).errors)) == (False, {})


def test_a_repair_of_an_older_version_is_refused(db):
    proposal = ProposalFactory(status=S.APPROVED, version=5)

    form = repair(proposal, reason="wrong room in the file", read_version=4)

    assert list(form.errors) == ["__all__"]


def test_what_was_submitted_can_neither_be_added_nor_deleted_nor_moved(rf, people):
    request = rf.get("/")
    request.user = people["SYS"]
    page = admin.site._registry[Proposal]
    proposal = ProposalFactory(status=S.APPROVED)

    assert [page.has_add_permission(request), page.has_delete_permission(request, proposal)] == [False, False]
    assert "status" in page.get_readonly_fields(request, proposal)
