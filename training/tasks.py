"""What training does later."""

from celery import shared_task


@shared_task
def make_approval_sheet(pk):
    from training.actions.sheet import keep_approval_sheet
    from training.models import Proposal

    keep_approval_sheet(Proposal.objects.get(pk=pk))


@shared_task
def read_roster(pk):
    from training.actions.roster import work_on_roster
    from training.models import RosterImport

    if RosterImport.objects.all().claim(pk):
        rosters = RosterImport.objects.select_related(
            "training_class__proposal", "uploaded_by", "taken_over_by"
        )
        work_on_roster(rosters.get(pk=pk))


@shared_task
def make_missing_approval_sheets():
    from training.actions.sheet import make_missing_sheets

    make_missing_sheets()


@shared_task
def make_archive(pk):
    from training.actions.closing import work_on_archive
    from training.models import Closing

    if Closing.objects.all().claim(pk):
        work_on_archive(
            Closing.objects.select_related("proposal__unit", "author", "settlement_by").get(pk=pk)
        )


@shared_task
def look_after_projects():
    from training.actions.nightly import look_after_projects as look_after

    look_after()


@shared_task
def keep_publicity_in_time():
    from training.actions.publicity import expire_publicity

    expire_publicity()


@shared_task
def remind_of_duties():
    from training.actions.feedback import remind_complaints
    from training.actions.filing import remind_filing
    from training.actions.tickets import remind_tickets

    remind_tickets()
    remind_complaints()
    remind_filing()


@shared_task
def compute_performance_figures():
    from training.actions.performance import compute_all

    compute_all()
