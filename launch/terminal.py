"""What the set-up says, and how it runs other programs."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
PYTHON = ROOT / ".venv" / "bin" / "python"


class SetupError(Exception):
    """Something the person at the keyboard has to do; the message says what."""


def say(text: str) -> None:
    """Tell the person at the keyboard."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def run(command: Sequence[str | Path], *, environment: Mapping[str, str] | None = None) -> None:
    """Run a program to its end; its output is shown only when it fails."""
    words = [str(word) for word in command]
    done = subprocess.run(
        words,
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise SetupError(f"This command failed:\n  {' '.join(words)}\n{done.stdout.strip()}")


def succeeds(command: Sequence[str | Path]) -> bool:
    """Whether the program exists and ends well."""
    try:
        run(command)
    except (SetupError, OSError):
        return False
    return True
