"""Work that people wait for: a row says how far it is, the queue is only a hint."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# A worker that has not spoken for this long is taken for dead and its run is offered again.
STALE_AFTER = timedelta(seconds=90)


class BackgroundRunQuerySet(models.QuerySet):
    """Finds the runs that still want a worker."""

    def unfinished(self):
        return self.filter(run_state__in=[BackgroundRun.RunState.QUEUED, BackgroundRun.RunState.RUNNING])

    def wanting_a_worker(self, now=None):
        """Queued runs, and running ones whose worker has fallen silent."""
        silent_since = (now or timezone.now()) - STALE_AFTER
        return self.filter(
            Q(run_state=BackgroundRun.RunState.QUEUED)
            | Q(run_state=BackgroundRun.RunState.RUNNING, heartbeat_at__lt=silent_since)
        )

    def claim(self, pk):
        """Take the run for this worker; False if another worker has it (a second delivery is harmless)."""
        now = timezone.now()
        taken = (
            self.wanting_a_worker(now)
            .filter(pk=pk)
            .update(
                run_state=BackgroundRun.RunState.RUNNING,
                heartbeat_at=now,
                attempts=F("attempts") + 1,
            )
        )
        return bool(taken)

    def beat(self, pk, **counts):
        """Say that the worker lives, and how far it is; False if the run was cancelled meanwhile."""
        running = self.filter(pk=pk, run_state=BackgroundRun.RunState.RUNNING)
        return bool(running.update(heartbeat_at=timezone.now(), **counts))

    def finish(self, pk, *, error="", **counts):
        """Close the run, as failed when there is an error to tell."""
        state = BackgroundRun.RunState.FAILED if error else BackgroundRun.RunState.DONE
        return self.filter(pk=pk, run_state=BackgroundRun.RunState.RUNNING).update(
            run_state=state, error=error, finished_at=timezone.now(), **counts
        )


class BackgroundRun(models.Model):
    """A piece of background work with its progress; `RUN_TASK` names the task that carries it out."""

    RUN_TASK = ""
    MAX_ATTEMPTS = 5

    class RunState(models.TextChoices):
        IDLE = "idle", _("Not started")
        QUEUED = "queued", _("Queued")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    run_state = models.CharField(
        _("progress"), max_length=12, choices=RunState, default=RunState.IDLE, editable=False
    )
    total = models.PositiveIntegerField(_("total"), default=0, editable=False)
    done = models.PositiveIntegerField(_("done"), default=0, editable=False)
    failed = models.PositiveIntegerField(_("failed"), default=0, editable=False)
    attempts = models.PositiveIntegerField(_("attempts"), default=0, editable=False)
    queued_at = models.DateTimeField(_("queued at"), null=True, blank=True, editable=False)
    heartbeat_at = models.DateTimeField(_("last sign of life"), null=True, blank=True, editable=False)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True, editable=False)
    error = models.TextField(_("error"), blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def percent(self):
        if not self.total:
            return 100 if self.run_state == self.RunState.DONE else 0
        return (self.done + self.failed) * 100 // self.total

    @property
    def is_unfinished(self):
        return self.run_state in {self.RunState.QUEUED, self.RunState.RUNNING}
