"""Invented certificates: batches in every status, made by the people of the demonstration through the portal's actions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Unit, User
from certificates import actions
from certificates.models import Certificate, CertificateBatch
from training.actions import request_certificates_trainingclass
from training.models import TrainingClass

# Title in both languages, where the batch stands, how many holders.
STORIES = [
    ("短临天气预报技术研修班(示例)", "Workshop on Nowcasting (demonstration)", "approved", 8),
    (
        "数值预报产品释用研修班(示例)",
        "Workshop on Numerical Forecast Products (demonstration)",
        "checked",
        12,
    ),
    ("气象服务英语研修班(示例)", "Workshop on English for Weather Services (demonstration)", "requested", 6),
    ("气象科普讲解员研修班(示例)", "Workshop for Weather Guides (demonstration)", "returned", 5),
]
PEOPLE = [
    ("示例·李小明", "LI Xiaoming"),
    ("示例·王思懿", "WANG Siyi"),
    ("示例·阿依古丽", "Ayiguli Maimaiti"),
    ("示例·吕蓉", "LYU Rong"),
    ("示例·欧阳若曦", "OUYANG Ruoxi"),
    ("示例·扎西多吉", "Zhaxi Duoji"),
]


def person(name: str) -> User:
    """Somebody of the demonstration by the sign-in name."""
    return User.objects.get(email=f"{name}@demo.example")


def load() -> None:
    """Carry batches as far as their stories go; nothing when there are batches already."""
    if CertificateBatch.objects.exists():
        return
    classes = TrainingClass.objects.filter(status__in=["finished", "closed"])
    for training_class in classes.select_related("proposal__unit"):
        carry_on(
            request_certificates_trainingclass(training_class, by=admin_of(training_class.proposal.unit)),
            "issued",
        )
    for number, (zh, en, stage, count) in enumerate(STORIES, start=1):
        carry_on(ask(zh, en, count, f"demo.workshop:{number}"), stage)
    blemish()


def admin_of(unit: Unit) -> User:
    """The department admin who asks for the certificates of a unit."""
    return User.objects.holding("DA", unit=unit).get()


def ask(zh: str, en: str, count: int, source: str) -> CertificateBatch:
    """A batch of one workshop of the first department."""
    by = person("deptadmin")
    last = timezone.localdate() - timedelta(days=10)
    holders = [
        actions.Holder(source_key=f"{source}/{row}", name_zh=zh, name_latin=en, last4=f"{row:04d}")
        for row, (zh, en) in enumerate((PEOPLE * 3)[:count], start=1)
    ]
    subject = actions.Subject(
        title_zh=zh, title_en=en, start_on=last - timedelta(days=11), end_on=last, hours=48
    )
    return actions.request_batch(
        type_code="NDE", unit=by.unit, subject=subject, holders=holders, source=source, by=by
    )


def carry_on(batch: CertificateBatch, stage: str) -> CertificateBatch:
    """Take the batch from its request to the stage wished, each step by the person it belongs to."""
    desk, director = person("training"), person("director")
    steps: list[tuple[str, Any]] = [
        ("checked", lambda: actions.check_batch(batch, by=desk)),
        ("approved", lambda: actions.approve_batch(batch, by=director)),
        ("issued", lambda: actions.issue_batch(batch, by=desk)),
    ]
    if stage == "returned":
        return actions.return_batch(batch, by=desk, note="示例:请核对英文题目。")
    for reached, step in steps if stage != "requested" else []:
        step()
        if reached == stage:
            break
    if stage == "issued":
        actions.render_batch(batch.pk)
        batch.refresh_from_db()
    return batch


def blemish() -> None:
    """One certificate delivered, one revoked, one replaced after a loss."""
    rows = list(Certificate.objects.filter(status="issued").order_by("pk")[:3])
    if len(rows) < 3:
        return
    delivered, revoked, lost = rows
    desk, director = person("training"), person("director")
    actions.deliver_certificate(
        delivered, by=desk, delivery="in_person", delivered_on=timezone.localdate(), receipt="示例:本人签收"
    )
    revocation = actions.request_revocation(revoked, by=desk, reason="error", explanation="示例:姓名有误。")
    actions.approve_revocation(revocation, by=director)
    admin = User.objects.filter(pk=lost.batch.requested_by_id).get()
    carry_on(actions.reissue_certificate(lost, by=admin, note="示例:证书遗失。"), "issued")
