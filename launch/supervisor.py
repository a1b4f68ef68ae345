"""Keeps the web server, the worker and the clock running, each a process of its own, and stops them cleanly."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from launch.terminal import ROOT, say

GRACE_SECONDS = 15.0
RESTARTS_IN_A_ROW = 5
STEADY_SECONDS = 30.0
LOG_LIMIT = 5_000_000
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG


class Program:
    """One child with a session of its own, so that Ctrl-C reaches only the supervisor."""

    def __init__(self, name: str, command: Sequence[str | Path], *, log: Path) -> None:
        self.name = name
        self.command = [str(word) for word in command]
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None
        self.started_at = 0.0
        self.start_again_at = 0.0
        self.quick_ends = 0

    def start(self, environment: Mapping[str, str]) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        mode = "ab" if self.log.exists() and self.log.stat().st_size < LOG_LIMIT else "wb"
        with self.log.open(mode) as out:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_die_with_parent if sys.platform == "linux" else None,
            )
        self.started_at = time.monotonic()
        self.start_again_at = 0.0

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def ask_to_stop(self) -> None:
        """Only the leader is told: a pool told as a whole can hang."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def end_group(self) -> None:
        """End whatever the child left behind."""
        if self.process is None:
            return
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        self.process.wait()


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGTERM)


class Supervisor:
    """Starts programs in order, starts again what ends, and stops all on SIGINT, SIGTERM or SIGHUP."""

    def __init__(self, programs: Sequence[Program], environment: Mapping[str, str]) -> None:
        self.programs = list(programs)
        self.environment = environment
        self.stopping = threading.Event()
        self.failed = False

    def run(self, *, when_first_answers: Callable[[], bool], then: Callable[[], None]) -> int:
        """The first program (the web server) answers before the others begin to load."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self.stopping.set())
        try:
            first, *others = self.programs
            first.start(self.environment)
            while not self.stopping.is_set() and not when_first_answers():
                self._watch([first])
                self.stopping.wait(0.1)
            if not self.stopping.is_set():
                for program in others:
                    program.start(self.environment)
                then()
            while not self.stopping.wait(0.5):
                self._watch(self.programs)
        finally:
            self.stop()
        return 1 if self.failed else 0

    def _watch(self, programs: Sequence[Program]) -> None:
        now = time.monotonic()
        for program in programs:
            if program.is_running or self.stopping.is_set():
                continue
            if program.start_again_at:
                if now >= program.start_again_at:
                    program.start(self.environment)
                continue
            self._note_end(program, now)

    def _note_end(self, program: Program, now: float) -> None:
        code = program.process.returncode if program.process else None
        program.end_group()
        program.quick_ends = program.quick_ends + 1 if now - program.started_at < STEADY_SECONDS else 1
        if program.quick_ends > RESTARTS_IN_A_ROW:
            say(
                f"The {program.name} does not stay up. Its last words are in {program.log.relative_to(ROOT)}:"
            )
            say("\n".join(program.log.read_text(errors="replace").splitlines()[-15:]))
            self.failed = True
            self.stopping.set()
            return
        say(f"The {program.name} ended (code {code}); starting it again.")
        program.start_again_at = now + min(program.quick_ends, 5)

    def stop(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        say("\nStopping …")
        for program in self.programs:
            program.ask_to_stop()
        deadline = time.monotonic() + GRACE_SECONDS
        while time.monotonic() < deadline and any(program.is_running for program in self.programs):
            time.sleep(0.05)
        for program in self.programs:
            program.end_group()
        say("Stopped.")
