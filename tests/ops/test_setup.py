"""The set-up: stamps that skip what is done, and secrets only their owner reads."""

import json
from pathlib import Path

import yaml

from config.safety import problems_of_secrets
from launch import assets
from launch.stamps import Stamp, content_of

ROOT = Path(__file__).resolve().parents[2]


def test_a_stamp_is_fresh_until_its_input_changes(tmp_path):
    source = tmp_path / "lock"
    source.write_text("one")
    Stamp("packages", content_of([source]), folder=tmp_path / "stamps").set()

    same = Stamp("packages", content_of([source]), folder=tmp_path / "stamps").is_fresh
    source.write_text("two")
    changed = Stamp("packages", content_of([source]), folder=tmp_path / "stamps").is_fresh

    assert (same, changed) == (True, False)


def test_secrets_are_made_once_strong_and_private(tmp_path, monkeypatch):
    monkeypatch.setattr(assets, "VAR", tmp_path)

    first, second = assets.ensure_secrets(), assets.ensure_secrets()

    assert first == second
    assert problems_of_secrets(first | {"FIELD_KEYS": [first["FIELD_KEYS"]]}) == []
    assert (tmp_path / "secrets.env").stat().st_mode & 0o777 == 0o600


def test_locks_hold_hashes_and_no_address():
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-setup.lock"):
        text = (ROOT / name).read_text()

        assert "://" not in text
        assert text.count("--hash=sha256:") > 0
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    assert [name for name, entry in packages.items() if name and "integrity" not in entry] == []


def test_compose_brings_up_every_part_with_a_health_check():
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]

    assert sorted(services) == ["beat", "migrate", "postgres", "proxy", "redis", "web", "worker"]
    assert [
        name for name, service in services.items() if name != "migrate" and "healthcheck" not in service
    ] == []
    assert [name for name in ("web", "worker", "beat") if "migrate" not in services[name]["depends_on"]] == []
    assert services["redis"]["command"][1:3] == ["--appendonly", "yes"]


def test_every_font_names_its_licence():
    told = (ROOT / "data" / "fonts" / "README.md").read_text("utf-8")

    for file in (ROOT / "data" / "fonts").glob("*.ttf.xz"):
        assert file.name.removesuffix(".ttf.xz") in told
