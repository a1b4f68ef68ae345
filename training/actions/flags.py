"""What a risk flag says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Flag:
    """Something in a proposal that a rule speaks about: how grave, where, and by which rule (§1.5)."""

    code: str
    severity: str
    field: str
    message: str
    category: str
    basis: str = ""
    # The version of the rule in force that weighed it; none where no row speaks of the case.
    rule: Any = None

    @property
    def blocks(self) -> bool:
        return self.severity == "block"

    @property
    def needs_reason(self) -> bool:
        """Whether the unit has to write a mitigation; a warning only says something."""
        return self.severity in {"medium", "high"}

    @property
    def clause(self) -> str:
        """Source and clause of the rule, in the reader's language."""
        if self.rule is None:
            return self.basis
        from training.actions.rules import clause_words  # noqa: PLC0415 - the rules weigh flags

        return clause_words(self.rule)


MOE_2021 = "教职成厅函〔2021〕23号"
FINANCE_2016 = "财行〔2016〕540号"
MOE_1990 = "教成〔1990〕023号"
