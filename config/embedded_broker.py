"""The embedded message queue: a folder of small files, for machines without a Redis server.

Kombu's own file transport loses messages (it shows a file before it is written and removes it before the task has
run). Here a message appears in one atomic step, moves to `inflight` while a worker holds it, and goes back to the
queue when that worker dies.
"""

from __future__ import annotations

import fcntl
import logging
import os
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty
from typing import Any, ClassVar

from celery import signals
from kombu.transport import TRANSPORT_ALIASES, filesystem, virtual
from kombu.utils.json import dumps, loads

logger = logging.getLogger(__name__)
SECONDS_TO_WAIT_FOR_THE_LAST_WORKER = 20.0
Binding = filesystem.exchange_queue_t


class BrokerFolder:
    """Where each message is while it waits, is written, or is worked on."""

    def __init__(self, root: str | Path) -> None:
        self.root = Path(root)
        self.queue = self.root / "queue"
        self.inflight = self.root / "inflight"
        self.writing = self.root / "writing"
        self.unreadable = self.root / "unreadable"
        self.control = self.root / "control"

    def create(self) -> BrokerFolder:
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        for folder in (self.queue, self.inflight, self.writing, self.unreadable, self.control):
            folder.mkdir(mode=0o700, exist_ok=True)
        return self

    def write(self, target: Path, content: bytes) -> None:
        """The file is there whole or not at all, even after the power fails."""
        draft = self.writing / f"{uuid.uuid4()}.{os.getpid()}"
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
        _remember_names(target.parent)

    def restore(self) -> int:
        """Put back what a dead worker held; forget questions and answers nobody waits for any more."""
        for leftover in self.queue.glob("*pidbox.msg"):
            leftover.unlink(missing_ok=True)
        held = sorted(self.inflight.iterdir())
        for message in held:
            message.replace(self.queue / message.name)
        return len(held)

    @contextmanager
    def changing_bindings(self) -> Iterator[None]:
        with (self.control / "lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def _remember_names(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class Channel(filesystem.Channel):
    """Messages survive the death of whoever writes, reads or works on them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.folder = BrokerFolder(self.transport_options["folder"]).create()
        self.data_folder_in = self.data_folder_out = str(self.folder.queue)
        self._held: dict[str, Path] = {}
        self._unacknowledged_queues: set[str] = set()

    @property
    def control_folder(self) -> Path:
        return self.folder.control

    # -- messages ---------------------------------------------------------------------------------

    def _put(  # type: ignore[override]  # the two classes above it differ in a name
        self, queue: str, payload: dict[str, Any], **kwargs: Any
    ) -> None:
        name = f"{time.time_ns():020d}_{uuid.uuid4()}.{queue}.msg"
        self.folder.write(self.folder.queue / name, dumps(payload).encode())

    def _get(self, queue: str, timeout: float | None = None) -> dict[str, Any]:
        for name in sorted(file.name for file in self.folder.queue.iterdir()):
            if name.partition(".")[2] != f"{queue}.msg":
                continue
            held = self.folder.inflight / name
            try:
                (self.folder.queue / name).rename(held)
            except FileNotFoundError:
                continue  # another worker process was faster
            payload = self._read(held)
            if payload is None:
                continue
            if queue in self._unacknowledged_queues:
                held.unlink(missing_ok=True)
            else:
                self._held[payload["properties"]["delivery_tag"]] = held
            return payload
        raise Empty

    def _read(self, held: Path) -> dict[str, Any] | None:
        try:
            payload: dict[str, Any] = loads(held.read_bytes().decode())
        except ValueError:
            logger.error("Message %s cannot be read; set aside.", held.name)
            held.replace(self.folder.unreadable / held.name)
            return None
        return payload

    def basic_consume(
        self, queue: str, no_ack: bool, callback: Callable[..., Any], consumer_tag: str, **kwargs: Any
    ) -> None:
        if no_ack:
            self._unacknowledged_queues.add(queue)
        super().basic_consume(queue, no_ack, callback, consumer_tag, **kwargs)

    def basic_get(self, queue: str, no_ack: bool = False, **kwargs: Any) -> Any:
        message = super().basic_get(queue, no_ack=no_ack, **kwargs)
        if message is not None and no_ack:
            self._forget(message.delivery_tag)
        return message

    def basic_ack(self, delivery_tag: str, multiple: bool = False) -> None:
        super().basic_ack(delivery_tag, multiple)
        self._forget(delivery_tag)

    def basic_reject(self, delivery_tag: str, requeue: bool = False) -> None:
        if requeue:
            self._return(delivery_tag)
        else:
            self._forget(delivery_tag)
        self.qos.ack(delivery_tag)

    def _restore(self, message: Any) -> None:
        self._return(message.delivery_tag)

    _restore_at_beginning = _restore

    def _forget(self, delivery_tag: str) -> None:
        held = self._held.pop(delivery_tag, None)
        if held is not None:
            held.unlink(missing_ok=True)

    def _return(self, delivery_tag: str) -> None:
        held = self._held.pop(delivery_tag, None)
        if held is not None and held.exists():
            held.replace(self.folder.queue / held.name)

    # -- which queue listens to which exchange ----------------------------------------------------

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        binding = Binding(routing_key or "", pattern or "", queue or "")
        if binding not in self.get_table(exchange):
            self._change_table(exchange, lambda table: [binding, *(row for row in table if row != binding)])

    def _delete(
        self, queue: str, exchange: str, routing_key: str, pattern: str, *args: Any, **kwargs: Any
    ) -> None:
        self._purge(queue)
        binding = Binding(routing_key or "", pattern or "", queue or "")
        self._change_table(exchange, lambda table: [row for row in table if row != binding])

    def _change_table(self, exchange: str, change: Callable[[list[Any]], list[Any]]) -> None:
        with self.folder.changing_bindings():
            self.folder.write(self._exchange_file(exchange), dumps(change(self.get_table(exchange))).encode())


class Transport(filesystem.Transport):
    """The transport behind addresses that begin with embedded://."""

    Channel = Channel
    driver_type = "embedded"
    driver_name = "embedded"
    states: ClassVar[dict[str, virtual.BrokerState]] = {}

    def __init__(self, client: Any, **kwargs: Any) -> None:
        super().__init__(client, **kwargs)
        self.state = self.states.setdefault(str(client.transport_options["folder"]), virtual.BrokerState())


def register() -> None:
    """Teach Kombu the address embedded://."""
    TRANSPORT_ALIASES["embedded"] = f"{__name__}:Transport"


class FolderOwnership:
    """One worker owns the folder, and with it the right to put back what its predecessor held."""

    def __init__(self) -> None:
        self._descriptor: int | None = None
        os.register_at_fork(after_in_child=self.release)

    def take(self, folder: BrokerFolder, *, patience: float = SECONDS_TO_WAIT_FOR_THE_LAST_WORKER) -> bool:
        descriptor = os.open(folder.root / "worker.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        deadline = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    os.close(descriptor)
                    return False
                time.sleep(0.2)
            else:
                self._descriptor = descriptor
                return True

    def release(self) -> None:
        """Let go. Pool processes do so at birth, or a dead worker's child would keep the folder locked."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


ownership = FolderOwnership()


@signals.worker_init.connect
def take_over(sender: Any = None, **kwargs: Any) -> None:
    """Become the folder's only worker and restore what the last one left."""
    settings = sender.app.conf
    if not str(settings.broker_url).startswith("embedded:"):
        return
    folder = BrokerFolder(settings.broker_transport_options["folder"]).create()
    if not ownership.take(folder):
        sys.exit(f"Another worker owns {folder.root}. Stop it first; the embedded queue serves one worker.")
    restored = folder.restore()
    if restored:
        logger.warning("Restored %s messages a stopped worker held.", restored)
