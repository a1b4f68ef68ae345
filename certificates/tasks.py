"""Certificates and files that are made later."""

from celery import shared_task


@shared_task
def render_batch(batch_id):
    from certificates.actions import render_batch

    render_batch(batch_id)


@shared_task
def make_batch_file(file_id):
    from certificates.actions import make_batch_file

    make_batch_file(file_id)
