"""The generated pages say what the code does, and nobody has rights nobody gave."""

import ast
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from rules.permissions import permissions

from accounts.models import Role
from reports.management.commands.write_docs import MAYBE, NO, YES, standing

ROOT = Path(settings.BASE_DIR)


def test_the_generated_pages_are_up_to_date(capsys):
    call_command("write_docs", "--check")

    assert "up to date" in capsys.readouterr().out


def test_standing_reads_a_sentence_of_predicates():
    sentence = "((holds_iot | administers_unit) & ~is_author)"

    assert {
        role: standing(sentence, role) for role in (Role.TRAINING_DESK, Role.DEPARTMENT_ADMIN, Role.STUDENT)
    } == {
        Role.TRAINING_DESK: MAYBE,
        Role.DEPARTMENT_ADMIN: MAYBE,
        Role.STUDENT: NO,
    }
    assert standing("(holds_dir | always_false)", Role.DIRECTOR) == YES


def test_a_superuser_without_roles_has_no_business_right(people):
    superuser = people["STU"]
    superuser.is_superuser = True
    superuser.save()
    superuser.grants.all().delete()
    superuser.__dict__.pop("active_grants", None)

    assert [name for name in permissions if superuser.has_perm(name)] == []


def test_an_unlisted_permission_is_refused(people):
    assert [role for role, person in people.items() if person.has_perm("training.devour_proposal")] == []


def test_no_module_but_the_role_and_permission_modules_reads_a_role():
    """Roles are read through the predicates: `.role_codes` and `.active_grants` stay in accounts and core's gates."""
    allowed = {"core/access.py"}
    readers = set()
    for app in (
        "core",
        "notifications",
        "certificates",
        "training",
        "reports",
        "partnerships",
        "programmes",
        "visitors",
    ):
        for path in (ROOT / app).rglob("*.py"):
            attributes = {
                node.attr
                for node in ast.walk(ast.parse(path.read_text("utf-8")))
                if isinstance(node, ast.Attribute)
            }
            if attributes & {"role_codes", "active_grants"}:
                readers.add(str(path.relative_to(ROOT)))

    assert readers - allowed == set()
