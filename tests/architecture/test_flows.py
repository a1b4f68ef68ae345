"""Every workflow can be walked, every step has its permission and its page, and only the flow moves a status."""

import ast
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import NoReverseMatch, reverse
from rules.permissions import permissions

from core.flow import Flow

ROOT = Path(settings.BASE_DIR)
FLOWS = sorted(Flow.registry.values(), key=lambda flow: flow.model._meta.label)
STEPS = [(flow, step) for flow in FLOWS for step in flow.steps.values()]


def step_id(value):
    return value.model.__name__ if isinstance(value, Flow) else getattr(value, "verb", None)


@pytest.mark.parametrize("flow", FLOWS, ids=step_id)
def test_every_status_can_be_reached(flow):
    reached = {str(flow.model._meta.get_field("status").default)}
    while True:
        further = {
            str(target)
            for step in flow.steps.values()
            if reached & set(map(str, step.sources))
            for target in step.targets
        }
        if further <= reached:
            break
        reached |= further

    assert set(flow.model.Status.values) - reached == set()


@pytest.mark.parametrize("flow", FLOWS, ids=step_id)
def test_steps_lead_from_and_to_known_statuses(flow):
    named = {str(value) for step in flow.steps.values() for value in (*step.sources, *step.targets)}

    assert named - set(flow.model.Status.values) == set()


@pytest.mark.parametrize(("flow", "step"), STEPS, ids=step_id)
def test_every_step_people_take_has_a_permission(flow, step):
    assert step.automatic or flow.permission(step.verb) in permissions


@pytest.mark.parametrize(("flow", "step"), STEPS, ids=step_id)
def test_every_step_people_take_has_a_page(flow, step):
    if step.automatic:
        return
    name = f"{flow.model._meta.model_name}-{step.verb.replace('_', '-')}"

    try:
        address = reverse(name, args=[1])
    except NoReverseMatch:
        address = ""

    assert address != "", f"{name} has no address"


def status_assignments(path):
    """Lines of a module that set `.status` on a record, or write it by `.update(status=...)`."""
    for node in ast.walk(ast.parse((ROOT / path).read_text("utf-8"))):
        targets = node.targets if isinstance(node, ast.Assign) else []
        if any(isinstance(target, ast.Attribute) and target.attr == "status" for target in targets):
            yield node.lineno
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in {"update", "bulk_update"}
            and any(keyword.arg == "status" for keyword in node.keywords)
        ):
            yield node.lineno


def test_only_the_flow_assigns_a_status():
    modules = [
        path.relative_to(ROOT)
        for app in ("core", "accounts", "notifications", "certificates", "training", "reports")
        for path in (ROOT / app).rglob("*.py")
        if "migrations" not in path.parts and path.relative_to(ROOT) != Path("core/flow.py")
    ]

    assert [f"{path}:{line}" for path in modules for line in status_assignments(path)] == []


def test_the_search_for_assignments_finds_the_flow_itself():
    assert len(list(status_assignments(Path("core/flow.py")))) == 2
