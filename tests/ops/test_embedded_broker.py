"""The embedded message queue loses nothing: not between processes, not by kill -9."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from kombu import Connection, Exchange, Queue

from config import embedded_broker
from config.embedded_broker import BrokerFolder, FolderOwnership

embedded_broker.register()
QUEUE = Queue("jobs", Exchange("jobs", type="direct"), routing_key="jobs")
SPAWN = multiprocessing.get_context("spawn")


def connect(folder: Path) -> Connection:
    return Connection("embedded://", transport_options={"folder": str(folder), "polling_interval": 0.01})


def publish(folder: Path, first: int, count: int) -> None:
    with connect(folder) as connection, connection.Producer(serializer="json") as producer:
        for number in range(first, first + count):
            producer.publish({"number": number}, routing_key="jobs", exchange="jobs", declare=[QUEUE])


def receive(folder: Path, results: Path, everything: int) -> None:
    """Take messages until all processes together have written down as many as were sent."""
    with connect(folder) as connection, results.open("a") as out:
        queue = QUEUE(connection.channel())
        queue.declare()
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            message = queue.get()
            if message is not None:
                out.write(f"{message.payload['number']}\n")
                out.flush()
                message.ack()
            elif len(numbers_in(results.parent)) >= everything:
                return


def numbers_in(folder: Path) -> list[int]:
    return sorted(int(line) for file in folder.glob("*.txt") for line in file.read_text().split())


def test_messages_of_several_processes_arrive_once_each(tmp_path):
    broker, results = tmp_path / "broker", tmp_path / "results"
    results.mkdir()
    BrokerFolder(broker).create()
    readers = [
        SPAWN.Process(target=receive, args=(broker, results / f"{number}.txt", 600)) for number in range(2)
    ]
    writers = [SPAWN.Process(target=publish, args=(broker, number * 200, 200)) for number in range(3)]

    for process in readers + writers:
        process.start()
    for process in writers + readers:
        process.join(90)

    assert numbers_in(results) == list(range(600))
    assert list((broker / "queue").iterdir()) == []
    assert list((broker / "inflight").iterdir()) == []
    assert list((broker / "writing").iterdir()) == []


def test_messages_are_read_in_the_order_they_were_sent(tmp_path):
    publish(tmp_path, 0, 5)

    with connect(tmp_path) as connection:
        queue = QUEUE(connection.channel())
        read = [queue.get(no_ack=True).payload["number"] for _ in range(5)]

    assert read == [0, 1, 2, 3, 4]


def test_an_acknowledged_message_is_gone(tmp_path):
    publish(tmp_path, 1, 1)

    with connect(tmp_path) as connection:
        queue = QUEUE(connection.channel())
        queue.get().ack()

        assert queue.get() is None
    assert BrokerFolder(tmp_path).restore() == 0


def test_a_message_returned_to_the_queue_comes_again(tmp_path):
    publish(tmp_path, 1, 1)

    with connect(tmp_path) as connection:
        queue = QUEUE(connection.channel())
        queue.get().requeue()

        assert queue.get().payload == {"number": 1}


def test_a_rejected_message_is_gone(tmp_path):
    publish(tmp_path, 1, 1)

    with connect(tmp_path) as connection:
        queue = QUEUE(connection.channel())
        queue.get().reject()

        assert queue.get() is None
    assert BrokerFolder(tmp_path).restore() == 0


def test_a_message_held_at_a_clean_stop_goes_back_by_itself(tmp_path):
    publish(tmp_path, 7, 1)
    with connect(tmp_path) as connection:
        QUEUE(connection.channel()).get()

    with connect(tmp_path) as connection:
        message = QUEUE(connection.channel()).get()

        assert message.payload == {"number": 7}


def test_a_message_nobody_acknowledges_is_not_kept(tmp_path):
    publish(tmp_path, 1, 1)

    with connect(tmp_path) as connection:
        QUEUE(connection.channel()).get(no_ack=True)

    assert BrokerFolder(tmp_path).restore() == 0


def test_an_unreadable_file_is_set_aside_and_does_not_stop_the_queue(tmp_path):
    publish(tmp_path, 1, 1)
    (tmp_path / "queue" / "00_broken.jobs.msg").write_text('{"half a mess')

    with connect(tmp_path) as connection:
        message = QUEUE(connection.channel()).get()

        assert message.payload == {"number": 1}
    assert [file.name for file in (tmp_path / "unreadable").iterdir()] == ["00_broken.jobs.msg"]


def test_restore_forgets_questions_nobody_waits_for(tmp_path):
    folder = BrokerFolder(tmp_path).create()
    (folder.queue / "1_a.celery@host.celery.pidbox.msg").write_text("{}")

    folder.restore()

    assert list(folder.queue.iterdir()) == []


def test_only_one_worker_owns_the_folder(tmp_path):
    folder = BrokerFolder(tmp_path).create()
    first, second = FolderOwnership(), FolderOwnership()

    taken = [first.take(folder, patience=0), second.take(folder, patience=0)]
    first.release()
    taken.append(second.take(folder, patience=0))
    second.release()

    assert taken == [True, False, True]


WORKER_APP = """
import importlib.util, sys, time
from celery import Celery

# Loaded by its file: the portal itself, which the package would bring along, is not under test here.
spec = importlib.util.spec_from_file_location("embedded_broker", {module!r})
embedded_broker = importlib.util.module_from_spec(spec)
sys.modules["embedded_broker"] = embedded_broker
spec.loader.exec_module(embedded_broker)
embedded_broker.register()
app = Celery("scratch", broker="embedded://")
app.conf.update(
    broker_transport_options={{"folder": {folder!r}, "polling_interval": 0.05}},
    task_acks_late=True, task_reject_on_worker_lost=True, worker_prefetch_multiplier=1,
    task_ignore_result=True, broker_connection_retry_on_startup=True,
)

@app.task(name="note")
def note(number, seconds):
    with open({started!r}, "a") as file:
        file.write(f"{{number}}\\n")
    time.sleep(seconds)
    with open({finished!r}, "a") as file:
        file.write(f"{{number}}\\n")
"""


@pytest.fixture
def scratch(tmp_path):
    """A Celery application of its own, its worker, and the list of processes to end."""
    paths = {name: str(tmp_path / name) for name in ("folder", "started", "finished")}
    paths["module"] = embedded_broker.__file__
    (tmp_path / "scratch_app.py").write_text(WORKER_APP.format(**paths))
    # Celery prefers a broker named in its environment to the one in the code, and CI names one: Redis.
    foreign = {"DJANGO_SETTINGS_MODULE", "CELERY_BROKER_URL"}
    environment = {name: value for name, value in os.environ.items() if name not in foreign}
    environment["PYTHONPATH"] = str(tmp_path)
    workers: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "celery", "-A", "scratch_app", "worker", "-c", "2", "-l", "ERROR"]
        worker = subprocess.Popen(
            [*command, "--without-gossip", "--without-mingle"],
            cwd=tmp_path,
            env=environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
        )
        workers.append(worker)
        return worker

    def send(number: int, seconds: float) -> None:
        code = f"from scratch_app import note; note.delay({number}, {seconds})"
        subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, check=True)

    yield start, send, tmp_path
    for worker in workers:
        try:
            os.killpg(worker.pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
        worker.wait(10)


def lines(path: Path) -> list[str]:
    return sorted(path.read_text().split()) if path.exists() else []


def wait_until(condition, seconds: float = 90) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.1)
    return False


def test_tasks_of_a_worker_killed_with_sigkill_run_again(scratch):
    start, send, folder = scratch
    for number in range(3):
        send(number, 2.0)
    first = start()
    assert wait_until(lambda: len(lines(folder / "started")) == 2)

    os.killpg(first.pid, signal.SIGKILL)
    first.wait(10)
    start()

    assert wait_until(lambda: set(lines(folder / "finished")) == {"0", "1", "2"})
    assert wait_until(lambda: list((folder / "folder" / "inflight").iterdir()) == [])
