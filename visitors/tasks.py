"""What visitors does later."""

from celery import shared_task


@shared_task
def make_reception_pack(pk):
    from visitors.actions.papers import work_on_pack
    from visitors.models import ReceptionPack

    if ReceptionPack.objects.all().claim(pk):
        work_on_pack(ReceptionPack.objects.get(pk=pk))


@shared_task
def remind_people():
    from visitors.actions import remind_conferences, remind_experts, remind_projects, remind_trips

    for remind in (remind_experts, remind_trips, remind_projects, remind_conferences):
        remind()


@shared_task
def advance_visits():
    from visitors.actions.hosting import advance_all

    advance_all()


@shared_task
def remind_of_visits():
    from visitors.actions.reminders import remind_of_visits as remind

    remind()
