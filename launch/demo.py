"""The demonstration: everything on this machine, with the embedded queue and made-up people."""

from __future__ import annotations

import base64
import fcntl
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from launch.assets import ensure_fonts, ensure_secrets, ensure_translations, ensure_vendor
from launch.packages import ensure_packages
from launch.stamps import Stamp, look_of
from launch.supervisor import Program, Supervisor
from launch.system import ensure_pdf_libraries
from launch.terminal import PYTHON, ROOT, VAR, SetupError, run, say

HOST = "127.0.0.1"
BIN = PYTHON.parent
# One of each role; a second department's people are <name>2@demo.example.
SIGN_INS = {
    "student": "student · 学生",
    "staff": "teacher · 教职工",
    "deptadmin": "department administrator · 学院外事秘书",
    "depthead": "department head · 学院负责人",
    "partnerships": "partnerships desk · 合作院校岗",
    "students": "student mobility desk · 学生交流岗",
    "training": "training desk · 培训岗",
    "visitors": "visitors desk · 来访岗",
    "inbound": "international students desk · 来华留学岗",
    "director": "director of the office · 处长",
    "finance": "finance · 财务",
    "legal": "cosigner, legal · 法务会签",
    "security": "cosigner, security · 保卫保密会签",
    "publicity": "cosigner, publicity · 宣传会签",
    "leader": "university leader · 校领导",
    "auditor": "auditor · 审计",
    "coordinator": "partner coordinator · 合作院校联系人",
    "applicant": "applicant · 申请人",
    "sysadmin": "system administrator · 系统管理员",
}


def port() -> int:
    """The port wished for, 8000 unless PORT says otherwise."""
    try:
        wished = int(os.environ.get("PORT", "8000"))
    except ValueError as error:
        raise SetupError("PORT must be a number, as in PORT=8001 ./portal demo") from error
    return wished


def set_up(*, development: bool) -> dict[str, str]:
    """Everything both commands need, skipping what is done already; returns the secrets of this machine."""
    ensure_packages(development=development)
    ensure_pdf_libraries()
    ensure_vendor(development=development)
    ensure_fonts()
    ensure_translations()
    return ensure_secrets()


def environment_for(wished_port: int) -> dict[str, str]:
    """What the programs of the demonstration find in their environment."""
    return {
        "PORTAL_MODE": "demo",
        "SITE_URL": f"http://{HOST}:{wished_port}",
        # A worker asked to stop gives its task a moment, then hands the message back.
        "REMAP_SIGTERM": "SIGQUIT",
        **os.environ,
    }


def prepare(environment: Mapping[str, str]) -> None:
    """Bring the database, the demonstration data and the static files up to date, when they are not."""
    code = [folder for folder in ROOT.glob("*/migrations") if ".venv" not in folder.parts]
    wanted = look_of([*code, ROOT / "static", VAR / "vendor", ROOT / "config"], "*[!c]")
    stamp = Stamp("prepared", wanted)
    on_sqlite = "DATABASE_URL" not in environment
    if stamp.is_fresh and on_sqlite and (VAR / "portal.sqlite3").exists() and (VAR / "static").exists():
        return
    done = subprocess.run(
        [PYTHON, "manage.py", "embedded", "--prepare"],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode:
        raise SetupError("The database could not be prepared; the reason stands above.")
    stamp.set()


def only_one(folder: Path = VAR) -> IO[str]:
    """The open file is the lock: two demonstrations on one folder would fight over the queue."""
    file = (folder / "demo.lock").open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        file.close()
        raise SetupError("The demonstration already runs in this folder.") from error
    return file


def check_port(wished_port: int) -> None:
    """Say so early when another program listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, wished_port))
        except OSError as error:
            raise SetupError(
                f"Port {wished_port} is taken. Try another one:  PORT={wished_port + 1} ./portal demo"
            ) from error


def programs(wished_port: int) -> list[Program]:
    """The web server, the worker and the clock."""
    logs = VAR / "log"
    (VAR / "beat").mkdir(parents=True, exist_ok=True)
    celery: list[str | Path] = [BIN / "celery", "--app", "config"]
    web: list[str | Path] = [BIN / "gunicorn", "config.wsgi:application", "--bind", f"{HOST}:{wished_port}"]
    web += ["--preload", "--workers", "2", "--threads", "4", "--timeout", "60", "--no-control-socket"]
    worker = [*celery, "worker", "--pool", "prefork", "--concurrency", "2", "--loglevel", "INFO"]
    worker += ["--without-gossip", "--without-mingle"]
    clock = [*celery, "beat", "--loglevel", "INFO", "--schedule", VAR / "beat" / "schedule", "--pidfile="]
    return [
        Program("web server", web, log=logs / "web.log"),
        Program("worker", worker, log=logs / "worker.log"),
        Program("clock", clock, log=logs / "beat.log"),
    ]


def answers(wished_port: int) -> bool:
    """Whether the web server answers."""
    connection = http.client.HTTPConnection(HOST, wished_port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def greet(wished_port: int, password: str, seconds: float) -> None:
    """The address, and somebody to sign in as for each role."""
    rows = "\n".join(f"  {f'{name}@demo.example':<28} {role}" for name, role in SIGN_INS.items())
    say(
        f"\nThe portal answers after {seconds:.1f} s:\n\n"
        f"  http://{HOST}:{wished_port}/\n\n"
        f"Sign in as any of these, password  {password}\n\n{rows}\n\n"
        "A second department has people too, as in deptadmin2@demo.example.\n"
        "Logs are in var/log. Stop with Ctrl-C."
    )


def serve(secrets: Mapping[str, str], *, began: float) -> int:
    """Run the web server, the worker and the clock until somebody stops them."""
    wished_port = port()
    environment = environment_for(wished_port)
    supervisor = Supervisor(programs(wished_port), environment)
    password = environment.get("DEMO_PASSWORD") or secrets["DEMO_PASSWORD"]
    return supervisor.run(
        when_first_answers=lambda: answers(wished_port),
        then=lambda: greet(wished_port, password, time.monotonic() - began),
    )


def main() -> int:
    """Set up and run until somebody stops it."""
    began = time.monotonic()
    wished_port = port()
    VAR.mkdir(parents=True, exist_ok=True)
    with only_one():
        check_port(wished_port)
        secrets = set_up(development=False)
        prepare(environment_for(wished_port))
        return serve(secrets, began=began)


def build_image() -> None:
    """Everything a container image carries beside the code and the packages; no secret stays in it."""
    ensure_vendor(development=False)
    ensure_fonts()
    ensure_translations()
    throwaway = {
        name: base64.urlsafe_b64encode(os.urandom(48)).decode() for name in ("SECRET_KEY", "LOOKUP_KEY")
    }
    throwaway["FIELD_KEYS"] = base64.urlsafe_b64encode(os.urandom(32)).decode()
    production = {
        **throwaway,
        "PORTAL_MODE": "production",
        "ALLOWED_HOSTS": "portal.invalid",
        "SITE_URL": "https://localhost",
        "DATABASE_URL": "postgres://localhost/none",
        "REDIS_URL": "redis://localhost/0",
    }
    run([PYTHON, "manage.py", "collectstatic", "--noinput"], environment=production)


def test(arguments: list[str]) -> int:
    """Set up with the tools of development, then run pytest."""
    set_up(development=True)
    say("Running the tests")
    sys.stdout.flush()
    os.chdir(ROOT)
    os.execv(PYTHON, [str(PYTHON), "-m", "pytest", *arguments])
