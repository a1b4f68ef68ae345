"""Writes the workflow diagrams and the permission matrix out of the code."""

from __future__ import annotations

import ast
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from rules.permissions import permissions

from accounts.models import Role
from core.flow import Flow, Step

DOCS = Path(settings.BASE_DIR) / "docs"
NOTICE = "<!-- Written by `python manage.py write_docs`; do not edit. -->"

YES, MAYBE, NO = "●", "○", "·"
# Conditions on the record that only holders of certain roles can meet.
ONLY_FOR = {
    "administers_unit": {Role.DEPARTMENT_ADMIN},
    "heads_unit": {Role.DEPARTMENT_HEAD},
    "answers_for_the_matter": {Role.COSIGNER, Role.FINANCE},
    "keeps_type": {Role.TRAINING_DESK, Role.STUDENT_DESK, Role.VISITORS_DESK},
    "approves_type": {Role.DIRECTOR, Role.LEADER},
    "is_own_area": {Role.TRAINING_DESK, Role.STUDENT_DESK, Role.VISITORS_DESK, Role.INBOUND_DESK},
}


class Command(BaseCommand):
    """Keeps docs/workflows.md and docs/permissions.md true."""

    help = "Writes docs/workflows.md and docs/permissions.md; with --check only says whether they are stale."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="write nothing, exit 1 when a page is stale")

    def handle(self, *args, check=False, **options):
        with translation.override("en"):
            pages = {"workflows.md": workflows(), "permissions.md": permission_matrix()}
        stale = [name for name, text in pages.items() if _read(DOCS / name) != text]
        if check:
            if stale:
                raise CommandError(f"stale: {', '.join(stale)}; run python manage.py write_docs")
            self.stdout.write("The generated pages are up to date.")
            return
        for name in stale:
            (DOCS / name).write_text(pages[name], encoding="utf-8")
            self.stdout.write(f"wrote docs/{name}")


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def flows() -> list[Flow]:
    """Every workflow, in the order of its record's name."""
    return sorted(Flow.registry.values(), key=lambda flow: flow.model._meta.label_lower)


def workflows() -> str:
    """A diagram and a table of steps for each workflow."""
    parts = ["# Workflows", NOTICE, "Each diagram is drawn from the table of steps in the app's `flow`."]
    for flow in flows():
        words = dict(flow.model.Status.choices)
        parts += [
            f"## {str(flow.model._meta.verbose_name).capitalize()} (`{flow.model._meta.label}`)",
            _diagram(flow),
        ]
        parts.append(_step_table(flow, words))
    return "\n\n".join(parts) + "\n"


def _diagram(flow: Flow) -> str:
    default = flow.model._meta.get_field("status").default
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f'    state "{label}" as {value}' for value, label in flow.model.Status.choices]
    lines.append(f"    [*] --> {default}")
    for step in flow.steps.values():
        lines += [
            f"    {source} --> {target}: {step.verb}"
            for source in sorted(step.sources)
            for target in sorted(step.targets)
        ]
    return "\n".join([*lines, "```"])


def _step_table(flow: Flow, words: dict[str, str]) -> str:
    rows = ["| step | button | from | to | asks | who |", "|---|---|---|---|---|---|"]
    for step in flow.steps.values():
        sources = ", ".join(str(words[value]) for value in sorted(step.sources))
        targets = ", ".join(str(words[value]) for value in sorted(step.targets))
        rows.append(
            f"| `{step.verb}` | {step.label} | {sources} | {targets} | {_asks(step)} | {_who(flow, step)} |"
        )
    return "\n".join(rows)


def _asks(step: Step) -> str:
    marks = ["comment" if step.needs_note else "", "separation of duties" if step.decides else ""]
    return ", ".join(mark for mark in marks if mark) or "–"


def _who(flow: Flow, step: Step) -> str:
    if step.automatic:
        return "the portal"
    predicate = permissions.get(flow.permission(step.verb))
    if predicate is None:
        return "nobody"
    able = [role.value for role in Role if standing(predicate.name, role) != NO]
    return ", ".join(able) or "nobody"


def permission_matrix() -> str:
    """One row a permission, one column a role."""
    head = "| permission | " + " | ".join(role.value for role in Role) + " | in words |"
    rows = [head, "|---|" + "---|" * (len(Role) + 1)]
    for name in sorted(permissions):
        sentence = permissions[name].name
        cells = " | ".join(standing(sentence, role) for role in Role)
        rows.append(f"| `{name}` | {cells} | {_words(sentence)} |")
    legend = "\n".join(f"- **{role.value}** {role.label}" for role in Role)
    return "\n\n".join(
        [
            "# Permissions",
            NOTICE,
            f"{YES} the role alone is enough · {MAYBE} it depends on the record (its unit, status, author) · {NO} never.\n"
            "Beyond this, separation of duties bars authors from deciding, whatever they hold; an unlisted verb is"
            " refused.",
            "\n".join(rows),
            "## Roles",
            legend,
        ]
    ) + "\n"  # fmt: skip


def _words(sentence: str) -> str:
    return sentence.replace("|", "or").replace("&", "and").replace("~", "not ").replace("holds_", "")


def standing(sentence: str, role: Role) -> str:
    """Whether the role makes the sentence true: always, depending on the record, or never."""
    try:
        tree = ast.parse(sentence, mode="eval").body
    except SyntaxError:
        return MAYBE
    return _judge(tree, role)


def _judge(node: ast.expr, role: Role) -> str:
    if isinstance(node, ast.UnaryOp):
        return {YES: NO, NO: YES, MAYBE: MAYBE}[_judge(node.operand, role)]
    if isinstance(node, ast.BinOp):
        parts = {_judge(node.left, role), _judge(node.right, role)}
        first, last = (NO, YES) if isinstance(node.op, ast.BitAnd) else (YES, NO)
        if first in parts:
            return first
        return MAYBE if MAYBE in parts else last
    return _judge_name(node.id if isinstance(node, ast.Name) else "", role)


def _judge_name(name: str, role: Role) -> str:
    if name in {"always_true", "always_allow"}:
        return YES
    if name in {"always_false", "always_deny"}:
        return NO
    if name.startswith("holds_"):
        return YES if role.value.lower() in name.split("_")[1:] else NO
    if name in ONLY_FOR and role not in ONLY_FOR[name]:
        return NO
    return MAYBE
