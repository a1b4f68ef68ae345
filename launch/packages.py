"""The Python packages, exactly as the lock names them."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from launch.stamps import Stamp, content_of
from launch.system import ensure_virtual_environments
from launch.terminal import PYTHON, ROOT, run, say, succeeds

ENVIRONMENT = ROOT / ".venv"
UV = ENVIRONMENT / "bin" / "uv"
RUNTIME, DEVELOPMENT, INSTALLER = (
    ROOT / "requirements.lock",
    ROOT / "requirements-dev.lock",
    ROOT / "requirements-setup.lock",
)


def stamp(lock_name: str) -> Stamp:
    """Lives in the environment, so that it goes when the environment goes."""
    return Stamp(f".{lock_name}", content_of([ROOT / lock_name]), folder=ENVIRONMENT)


def ensure_environment() -> None:
    """Make .venv unless it is there and works."""
    if succeeds([PYTHON, "-c", "import sys, pip; sys.exit(sys.version_info < (3, 11))"]):
        return
    ensure_virtual_environments()
    say(f"Making the Python environment .venv with Python {sys.version.split()[0]}")
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    run([sys.executable, "-m", "venv", ENVIRONMENT])


def ensure_packages(*, development: bool) -> None:
    """Install what the lock names; what is there already stays."""
    wanted = DEVELOPMENT if development else RUNTIME
    if PYTHON.exists() and stamp(wanted.name).is_fresh:
        return
    ensure_environment()
    say(f"Installing Python packages from {wanted.name}")
    pip: list[str | Path] = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
        "-r",
    ]
    has_uv = UV.exists() or succeeds([*pip, INSTALLER])
    if not (
        has_uv and succeeds([UV, "pip", "install", "--python", PYTHON, "--require-hashes", "-r", wanted])
    ):
        say("uv could not install them; trying pip, which takes longer")
        run([*pip, wanted])
    stamp(wanted.name).set()
    if development:
        stamp(RUNTIME.name).set()
