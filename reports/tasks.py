"""Reports that are made later, and those that are due again."""

from celery import shared_task


@shared_task
def make_report(run_id):
    from reports.actions import make_report

    make_report(run_id)


@shared_task
def order_due_reports():
    from reports.actions import order_due_reports

    order_due_reports()
