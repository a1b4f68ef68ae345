"""Each app has the same few files, and no file grows beyond a screenful of screens."""

from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = [
    "core",
    "accounts",
    "notifications",
    "partnerships",
    "certificates",
    "programmes",
    "training",
    "visitors",
    "reports",
]
FILES = {
    "models",
    "permissions",
    "flow",
    "actions",
    "documents",
    "tasks",
    "forms",
    "filters",
    "views",
    "urls",
    "admin",
    "apps",
    "migrations",
    "management",
    "__init__",
}
# The further names, each with its reason in docs/decisions/0006.
OWN_FILES = {
    "core": {
        "access",
        "archives",
        "attachments",
        "audit",
        "background",
        "backup",
        "calendar_source",
        "context",
        "dates",
        "disguises",
        "exports",
        "fields",
        "health",
        "history",
        "identity_numbers",
        "middleware",
        "names",
        "navigation",
        "numbers",
        "paging",
        "pdf",
        "policy",
        "reference",
        "region_source",
        "saved_queries",
        "spreadsheets",
        "templatetags",
        "term_patterns",
        "terms",
        "text",
        "uploads",
        "work",
        "working_days",
    },
    "accounts": {"imports", "middleware", "roles", "sign_in"},
    "certificates": {"templatetags"},
    "partnerships": {"iia", "matching", "reading", "resources", "world"},
    "programmes": {"allocation", "eligibility"},
    "training": {"resources", "templatetags"},
    "reports": {"demo", "figures", "search", "statistics", "exports", "worklist"},
}
LONGEST = 300


def python_files():
    for app in [*APPS, "config"]:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT)


@pytest.mark.parametrize("app", APPS)
def test_an_app_has_only_files_with_known_names(app):
    names = {path.stem for path in (ROOT / app).iterdir() if path.suffix == ".py" or path.is_dir()}

    assert names - {"__pycache__"} - FILES - OWN_FILES.get(app, set()) == set()


def test_no_file_is_longer_than_three_hundred_lines():
    longest = {str(path): len((ROOT / path).read_text("utf-8").splitlines()) for path in python_files()}

    assert {path: lines for path, lines in longest.items() if lines > LONGEST} == {}


def test_every_file_says_what_lives_there():
    silent = [
        str(path)
        for path in python_files()
        if (text := (ROOT / path).read_text("utf-8").strip()) and not text.startswith('"""')
    ]

    assert silent == []
