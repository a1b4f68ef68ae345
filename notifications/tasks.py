"""Mail that leaves later."""

from celery import shared_task


@shared_task
def send_pending():
    from notifications.documents import send_pending_mail

    send_pending_mail()


@shared_task
def send_digest():
    from notifications.documents import send_digests

    send_digests()


@shared_task
def tell_watchers():
    from notifications.actions import tell_watchers

    tell_watchers()
