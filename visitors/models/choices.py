"""The words that describe a visit (§4.1)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Level(models.TextChoices):
    """How high the guests stand; the host side answers with the same (身份对等)."""

    STATE = "state", _("Head of state or government")
    MINISTRY = "ministry", _("Minister or vice-minister")
    PRESIDENT = "president", _("University president")
    VICE_PRESIDENT = "vice_president", _("Vice-president")
    DEPARTMENT = "department", _("Dean or head of department")
    INDIVIDUAL = "individual", _("Individual scholars")


# The higher of two levels comes first.
LEVEL_ORDER = [level.value for level in Level]
# From this level on the school leader decides (§4.1).
HIGH_LEVELS = frozenset({Level.STATE, Level.MINISTRY, Level.PRESIDENT, Level.VICE_PRESIDENT})
OFFICIAL_LEVELS = frozenset({Level.STATE, Level.MINISTRY})


class Counterpart(models.TextChoices):
    """Who stands opposite the guests."""

    PARTY_SECRETARY = "party_secretary", _("Secretary of the party committee")
    PRESIDENT = "president", pgettext_lazy("of this university", "President")
    VICE_PRESIDENT = "vice_president", pgettext_lazy("of this university", "Vice-president")
    DIRECTOR = "director", _("Office director")
    DEAN = "dean", _("Dean of the host college")
    STAFF = "staff", _("Member of staff")


# The counterpart expected for each level; another one is possible but is pointed out.
EXPECTED_COUNTERPARTS = {
    Level.STATE: {Counterpart.PARTY_SECRETARY, Counterpart.PRESIDENT},
    Level.MINISTRY: {Counterpart.PARTY_SECRETARY, Counterpart.PRESIDENT},
    Level.PRESIDENT: {Counterpart.PARTY_SECRETARY, Counterpart.PRESIDENT},
    Level.VICE_PRESIDENT: {Counterpart.VICE_PRESIDENT},
    Level.DEPARTMENT: {Counterpart.DIRECTOR, Counterpart.DEAN},
    Level.INDIVIDUAL: {Counterpart.DIRECTOR, Counterpart.DEAN, Counterpart.STAFF},
}
SCHOOL_LEADERS = frozenset({Counterpart.PARTY_SECRETARY, Counterpart.PRESIDENT, Counterpart.VICE_PRESIDENT})


class Purpose(models.TextChoices):
    """Why they come."""

    COURTESY = "courtesy", _("Courtesy visit")
    NEGOTIATION = "negotiation", _("Negotiation")
    ACADEMIC = "academic", _("Academic exchange")
    TEACHING = "teaching", _("Teaching")
    SIGNING = "signing", _("Signing")
    EVENT = "event", _("Event or ceremony")
    TRANSIT = "transit", _("Stop on the way")
    MEDIA = "media", _("Media")
    GOVERNMENT = "government", _("Government")


class Lodging(models.TextChoices):
    """Where they sleep; hotels register foreigners themselves, elsewhere the host must within 24 hours."""

    NONE = "none", _("No night")
    HOTEL = "hotel", _("Hotel")
    CAMPUS = "campus", _("Guest house on campus")
    PRIVATE = "private", _("Private home")


class ItemKind(models.TextChoices):
    """What happens at a point of the programme."""

    ARRIVAL = "arrival", _("Arrival")
    MEETING = "meeting", _("Meeting")
    TALK = "talk", _("Talk")
    SIGNING = "signing", _("Signing ceremony")
    TOUR = "tour", _("Tour of campus or laboratory")
    MEAL = "meal", _("Meal")
    BANQUET = "banquet", _("Banquet")
    TRANSPORT = "transport", _("Transfer")
    REST = "rest", _("Rest")
    DEPARTURE = "departure", _("Departure")


MEALS = frozenset({ItemKind.MEAL, ItemKind.BANQUET})
RIDES = frozenset({ItemKind.ARRIVAL, ItemKind.TRANSPORT, ItemKind.DEPARTURE})


class BudgetCategory(models.TextChoices):
    """What reception money is spent on."""

    BANQUET = "banquet", _("Banquet")
    MEALS = "meals", _("Daily meals")
    TRANSPORT = "transport", _("Transport")
    LODGING = "lodging", _("Lodging")
    GIFT = "gift", _("Gifts")
    INTERPRETATION = "interpretation", _("Interpretation")
    VENUE = "venue", _("Venue")
    OTHER = "other", _("Other item")
