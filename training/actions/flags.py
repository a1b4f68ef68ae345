"""What a risk flag says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Flag:
    """Something in a proposal that a rule speaks about: how grave, where, and by which rule (§1.5)."""

    code: str
    severity: str
    field: str
    message: str
    category: str
    basis: str = ""

    @property
    def blocks(self) -> bool:
        return self.severity == "block"


MOE_2021 = "教职成厅函〔2021〕23号"
FINANCE_2016 = "财行〔2016〕540号"
MOE_1990 = "教成〔1990〕023号"
