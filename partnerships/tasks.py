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


@shared_task
def work_on_import(pk):
    from partnerships.actions.imports import work_on_import as work
    from partnerships.models import ImportBatch

    if ImportBatch.objects.all().claim(pk):
        work(ImportBatch.objects.select_related("ordered_by").get(pk=pk))


@shared_task
def make_dossier(pk):
    from partnerships.actions.dossier import keep_dossier
    from partnerships.models import RenewalDossier

    if RenewalDossier.objects.all().claim(pk):
        keep_dossier(RenewalDossier.objects.select_related("agreement__unit", "ordered_by").get(pk=pk))
