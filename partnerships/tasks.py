"""What partnerships does later."""

from celery import shared_task


@shared_task
def follow_dates():
    from partnerships.actions.dates import follow_all_dates, send_reminders, write_periods
    from partnerships.actions.institution import suggest_dormant

    follow_all_dates()
    write_periods()
    send_reminders()
    suggest_dormant()


@shared_task
def make_statement(pk):
    from partnerships.actions.statement import keep_statement
    from partnerships.models import BalanceStatement

    if BalanceStatement.objects.all().claim(pk):
        keep_statement(BalanceStatement.objects.select_related("agreement", "ordered_by").get(pk=pk))
