"""Says the office's profile as of a day."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reports.documents.profile import LANGUAGES, Speaker, draft_texts, spoken
from reports.management.commands.figure import day


class Command(BaseCommand):
    """The profile statement from the live figures, as plain text."""

    help = "Says the profile statement in one language as of a day."

    def add_arguments(self, parser):
        parser.add_argument("--lang", choices=LANGUAGES, default="zh")
        parser.add_argument("--as-of", type=day, default=None)

    def handle(self, *args, **options):
        language = options["lang"]
        speaker = Speaker(options["as_of"] or timezone.localdate())
        text = spoken(draft_texts(speaker)[language], speaker, language)
        if not text:
            raise CommandError("Every figure of the profile is nought on that day.")
        self.stdout.write(text)
