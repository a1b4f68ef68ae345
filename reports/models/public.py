"""What the public reads beside the figures: news, the office's texts, and whom to ask."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import Record


class NewsItemQuerySet(models.QuerySet):
    """Finds news."""

    def published(self) -> NewsItemQuerySet:
        """What anybody may read today, the latest first."""
        return self.filter(is_published=True, published_on__lte=timezone.localdate()).order_by(
            "-published_on", "-pk"
        )


class NewsItem(Record):
    """A piece of news of the office, in both languages."""

    title_zh = models.CharField(_("title (Chinese)"), max_length=80)
    title_en = models.CharField(_("title (English)"), max_length=160, blank=True)
    body_zh = models.TextField(_("text (Chinese)"), max_length=8000)
    body_en = models.TextField(_("text (English)"), max_length=12000, blank=True)
    published_on = models.DateField(_("published on"), default=timezone.localdate)
    is_published = models.BooleanField(_("published"), default=False)

    objects = NewsItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news")
        ordering = ["-published_on", "-pk"]
        indexes = [models.Index(fields=["-published_on", "-id"], name="news_latest")]

    def __str__(self):
        return self.title_zh

    def get_absolute_url(self):
        return reverse("news-detail", args=[self.pk])

    def clean(self):
        """English visitors read every published item (GN-01)."""
        if self.is_published and not (self.title_en and self.body_en):
            raise ValidationError(_("Before it is published, a news item needs its English title and text."))


class PageText(Record):
    """A text of the office on a public page, such as how to apply."""

    class Key(models.TextChoices):
        HOME = "home", _("Home page: first sentence")
        APPLY = "apply", _("How to apply")
        APPLY_IN = "apply_in", _("How to apply: international students")
        CONTACT = "contact", _("Contact: address and hours")
        LAW = "law", _("Notice on the use of data")

    key = models.CharField(_("place"), max_length=20, choices=Key, unique=True)
    text_zh = models.TextField(_("text (Chinese)"), max_length=8000)
    text_en = models.TextField(_("text (English)"), max_length=12000)

    class Meta:
        verbose_name = _("text of a public page")
        verbose_name_plural = _("texts of public pages")
        ordering = ["key"]

    def __str__(self):
        return self.get_key_display()


class DeskContact(Record):
    """Whom the public asks about what."""

    desk_zh = models.CharField(_("desk (Chinese)"), max_length=40)
    desk_en = models.CharField(_("desk (English)"), max_length=80)
    about_zh = models.CharField(_("what for (Chinese)"), max_length=120)
    about_en = models.CharField(_("what for (English)"), max_length=200)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(
        _("phone"),
        max_length=30,
        blank=True,
        validators=[
            RegexValidator(r"^\+?[\d \-]{6,}$", _("Digits, with the country code: +86 28 8596 6502."))
        ],
    )
    room = models.CharField(_("room"), max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("contact of a desk")
        verbose_name_plural = _("contacts of desks")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.desk_zh
