"""Numbers the director may change."""

from decimal import Decimal

from core.models import PolicySetting
from core.policy import policy, register


def test_policy_has_the_declared_default_until_it_is_set(db):
    register("test.rate", "0.3", "decimal", "Rate")

    before = policy("test.rate")
    PolicySetting.objects.create(key="test.rate", value="0.5")

    assert (before, policy("test.rate")) == (Decimal("0.3"), Decimal("0.5"))
