"""Calls at the same moment, for tests of races on PostgreSQL."""

import threading

import pytest
from django.db import connection, connections

from core.flow import FlowError


def needs_row_locks():
    """Skip where a race is no race: SQLite lets one writer in at a time."""
    if connection.vendor != "postgresql":
        pytest.skip("races real transactions: wants PostgreSQL")


def at_once(*calls):
    """Run the calls at the same moment, each on a connection of its own; what refused them, or None."""
    gate, results = threading.Barrier(len(calls)), [None] * len(calls)

    def run(place, call):
        gate.wait()
        try:
            call()
        except FlowError as refused:
            results[place] = refused
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
