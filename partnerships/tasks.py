"""What partnerships does later."""

from celery import shared_task


@shared_task
def work_on_import(pk):
    from partnerships.actions.imports import work_on_import as work
    from partnerships.models import ImportBatch

    if ImportBatch.objects.all().claim(pk):
        work(ImportBatch.objects.select_related("ordered_by").get(pk=pk))
