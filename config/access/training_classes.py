"""Who may reach the addresses of classes, rosters and results."""

from core.access import Access

READERS = {"DA", "DH", "IOT", "DIR", "FIN", "LDR", "AUD"}
UNIT = {"DA"}
GOVERNING = {"IOT", "DIR"}

ACCESS: dict[str, Access] = {
    "trainingclass-list": Access(READERS),
    "trainingclass-create": Access(UNIT, "GET,POST"),
    "trainingclass-detail": Access(READERS),
    "trainingclass-edit": Access(UNIT, "GET,POST"),
    "trainingclass-timetable": Access(UNIT, "GET,POST"),
    "trainingclass-request-certificates": Access(UNIT, "POST"),
    "trainingclass-open-enrolment": Access(UNIT, "GET,POST"),
    "trainingclass-confirm": Access(UNIT, "GET,POST"),
    "trainingclass-start": Access(UNIT, "GET,POST"),
    "trainingclass-finish": Access(UNIT, "GET,POST"),
    "trainingclass-complete": Access(UNIT, "GET,POST"),
    "trainingclass-reopen-attendance": Access({"IOT"}, "GET,POST"),
    "trainingclass-close": Access(UNIT, "GET,POST"),
    "trainingclass-cancel": Access(UNIT, "GET,POST"),
    "roster-upload": Access(UNIT, "GET,POST"),
    "roster-template": Access(UNIT),
    "rosterimport-detail": Access(READERS),
    "rosterimport-apply": Access(UNIT, "POST"),
    "rosterimport-check": Access(UNIT, "POST"),
    "rosterimport-problems": Access(UNIT),
    "trainee-list": Access(READERS),
    "trainee-find": Access({"DA", "DH", "IOT", "DIR"}, "GET,POST"),
    "trainee-detail": Access(READERS),
    "trainee-edit": Access(UNIT, "GET,POST"),
    "trainee-ask-override": Access(UNIT, "GET,POST"),
    "trainee-withdraw": Access(UNIT, "GET,POST"),
    "trainee-expel": Access(UNIT, "GET,POST"),
    "trainee-override": Access(GOVERNING, "GET,POST"),
    "trainingclass-attendance": Access(UNIT, "GET,POST"),
    "trainingclass-results": Access(UNIT, "GET,POST"),
    "trainingclass-results-check": Access({"DA", "DH"}, "POST"),
}
