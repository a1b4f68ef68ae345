"""The supervisor starts in order, starts again what dies, and leaves no process behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KEEPER = """
import sys
from pathlib import Path
from launch.supervisor import Program, Supervisor

folder = Path({folder!r})
child = [sys.executable, "-u", str(folder / "child.py")]
programs = [Program(name, [*child, name], log=folder / (name + ".log")) for name in ("web", "worker")]
sys.exit(Supervisor(programs, {{"PATH": "/usr/bin:/bin"}}).run(
    when_first_answers=(folder / "web.pid").exists, then=(folder / "greeted").touch
))
"""
CHILD = """
import os, signal, subprocess, sys, time
from pathlib import Path

folder = Path(__file__).parent
if {stubborn!r}:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
grandchild = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)"])
with (folder / "everybody").open("a") as file:
    file.write(f"{{os.getpid()}} {{grandchild.pid}} ")
(folder / f"{{sys.argv[1]}}.pid").write_text(str(os.getpid()))
time.sleep(300)
"""


@pytest.fixture
def keeper(tmp_path):
    """Start a supervisor over two children that each have a child of their own."""
    started = []

    def start(stubborn=False):
        (tmp_path / "child.py").write_text(CHILD.format(stubborn=stubborn))
        (tmp_path / "keeper.py").write_text(KEEPER.format(folder=str(tmp_path)))
        process = subprocess.Popen(
            [sys.executable, str(tmp_path / "keeper.py")],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        started.append(process)
        assert wait_until((tmp_path / "greeted").exists)
        assert wait_until((tmp_path / "worker.pid").exists)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
    for pid in everybody(tmp_path):
        if is_alive(pid):
            os.kill(pid, signal.SIGKILL)


def wait_until(condition, seconds=30):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


def everybody(folder):
    return [int(pid) for pid in (folder / "everybody").read_text().split()]


def is_alive(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_stop_leaves_no_process_behind(keeper, tmp_path, number):
    process = keeper()

    process.send_signal(number)
    code = process.wait(20)

    assert code == 0
    assert len(everybody(tmp_path)) == 4
    assert wait_until(lambda: [pid for pid in everybody(tmp_path) if is_alive(pid)] == [])


def test_a_child_that_does_not_listen_is_ended_all_the_same(keeper, tmp_path):
    process = keeper(stubborn=True)

    process.terminate()
    code = process.wait(40)

    assert code == 0
    assert wait_until(lambda: [pid for pid in everybody(tmp_path) if is_alive(pid)] == [])


def test_a_child_that_dies_is_started_again(keeper, tmp_path):
    keeper()
    first = int((tmp_path / "worker.pid").read_text())

    os.kill(first, signal.SIGKILL)

    assert wait_until(lambda: int((tmp_path / "worker.pid").read_text() or first) != first)


def test_children_do_not_outlive_a_killed_supervisor(keeper, tmp_path):
    process = keeper()
    leaders = [int((tmp_path / f"{name}.pid").read_text()) for name in ("web", "worker")]

    process.kill()

    assert wait_until(lambda: [pid for pid in leaders if is_alive(pid)] == [])
