"""What programmes do later."""

from celery import shared_task


@shared_task
def keep_time():
    from programmes.actions.calls import shut_due_rounds
    from programmes.actions.college import lapse_corrections
    from programmes.actions.offers import lapse_offers

    shut_due_rounds()
    lapse_corrections()
    lapse_offers()


@shared_task
def remind():
    from programmes.actions.reminders import send_reminders

    send_reminders()
