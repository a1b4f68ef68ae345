"""The sentences of the profile, clause by clause in both languages (§6.3)."""

from __future__ import annotations

import re
from dataclasses import dataclass

CHIP = re.compile(r"\{(\w+)\}")
# Chips that are words made from the rows, and the figure without which they have nothing to say.
WORD_CHIPS = {"regions": "F01", "types": "F03", "labs": "F13", "years": "", "mobility_years": ""}


@dataclass(frozen=True)
class Clause:
    """A part of a sentence that is left out when one of its figures is nought (ST-06)."""

    zh: str
    en: str

    @property
    def figures(self) -> list[str]:
        return [chip for chip in CHIP.findall(self.zh) if chip not in WORD_CHIPS]


@dataclass(frozen=True)
class Sentence:
    """Clauses under one beginning."""

    clauses: tuple[Clause, ...]
    is_recent: bool = True


SKELETON = (
    Sentence(
        (
            Clause(
                "先后与{regions}的{F01}高校开展合作",
                "has cooperated with {F01} universities in {regions}",
            ),
            Clause(
                "现有{F03}校际合作学生项目，含{types}",
                "runs {F03} student programmes with partner universities, including {types} programmes",
            ),
            Clause(
                "近{mobility_years}年派出{F04}学生出国（境）学习交流",
                "has sent {F04} students to study abroad in the past {mobility_years} years",
            ),
        ),
        is_recent=False,
    ),
    Sentence(
        (
            Clause("承办国际学术会议{F05}", "hosted {F05} international conferences"),
            Clause("接待国（境）外来访{F06a}", "received {F06a} overseas visitors"),
        )
    ),
    Sentence(
        (
            Clause("获国家外专经费{F07}", "obtained {F07} of national funding for foreign experts"),
            Clause("执行引智项目{F08}", "carried out {F08} foreign-expert projects"),
        )
    ),
    Sentence(
        (
            Clause(
                "聘请外籍专家{F09}（{F09p}）", "made {F09} engagements of foreign experts ({F09p} people)"
            ),
            Clause("选派教师出国（境）交流访学{F10}", "supported {F10} staff visits abroad"),
            Clause(
                "接收来自{F12}国家的留学生{F11}",
                "enrolled {F11} international students from {F12} countries",
            ),
        )
    ),
    Sentence(
        (
            Clause(
                "与{labs}建立{F13}国际联合实验室", "set up {F13} international joint laboratories with {labs}"
            ),
        )
    ),
)
