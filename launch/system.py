"""What the operating system must bring: virtual environments, and the libraries that make PDFs."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import sys
from collections.abc import Sequence

from launch.terminal import SetupError, run, say, succeeds

# The last one only makes large Chinese fonts fast, but without it a certificate takes ten seconds.
PDF_LIBRARIES = {
    "libgobject-2.0.so.0": "libglib2.0-0",
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libharfbuzz.so.0": "libharfbuzz0b",
    "libfontconfig.so.1": "libfontconfig1",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}


def may_install() -> list[str] | None:
    """The words before apt-get when packages may be installed, or None."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    return ["sudo", "-n"] if shutil.which("sudo") and succeeds(["sudo", "-n", "true"]) else None


def install(packages: Sequence[str]) -> None:
    """Install Debian packages, or say the command that does."""
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    prefix = may_install()
    if prefix is None:
        raise SetupError("Please run this and start again:\n  sudo " + " ".join(command))
    say(f"Installing system packages: {' '.join(packages)}")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    if not succeeds([*prefix, *command]):
        run([*prefix, "apt-get", "update"], environment=quiet)
        run([*prefix, *command], environment=quiet)


def ensure_virtual_environments() -> None:
    """Debian ships Python without the part that makes virtual environments."""
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        return
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    install([f"python{version}-venv"])


def is_loadable(library: str) -> bool:
    """Whether the library is on this machine."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def ensure_pdf_libraries() -> None:
    """Everything but PDFs works without them, so a machine where they may not be installed still starts."""
    missing = [package for library, package in PDF_LIBRARIES.items() if not is_loadable(library)]
    if not missing:
        return
    try:
        install(missing)
    except SetupError as problem:
        say(f"Documents (PDF) cannot be made until some system libraries are there.\n{problem}")
