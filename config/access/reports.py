"""Who may reach the addresses of reports."""

from core.access import PUBLIC, SIGNED_IN, Access

OFFICE = {"IOP", "IOS", "IOT", "IOV", "IEC", "DIR"}
READERS = {*OFFICE, "DA", "DH", "FIN", "LDR", "AUD"}
EXPORTERS = {*OFFICE, "LDR"}

ACCESS: dict[str, Access] = {
    "public-home": Access(PUBLIC),
    "news": Access(PUBLIC),
    "news-detail": Access(PUBLIC),
    "how-to-apply": Access(PUBLIC),
    "contact": Access(PUBLIC),
    "open-data": Access(PUBLIC),
    "open-data-file": Access(PUBLIC),
    "sitemap": Access(PUBLIC),
    "calls-feed": Access(PUBLIC),
    "deadlines-calendar": Access(PUBLIC),
    "home": Access(SIGNED_IN),
    "search": Access(SIGNED_IN),
    "dashboard": Access(READERS),
    "trend-chart": Access(READERS),
    "breakdown-chart": Access(READERS),
    "reports-desk": Access(READERS),
    "reportrun-create": Access(EXPORTERS, "GET,POST"),
    "reportrun-detail": Access({*EXPORTERS, "AUD"}),
    "reportrun-progress": Access({*EXPORTERS, "AUD"}),
    "reportrun-chart": Access({*EXPORTERS, "AUD"}),
    "reportrun-download": Access({*EXPORTERS, "AUD"}),
    "reportrun-again": Access(EXPORTERS, "POST"),
    "reportrun-cancel": Access(EXPORTERS, "POST"),
    "reportrun-schedule": Access(EXPORTERS, "GET,POST"),
    "reportschedule-stop": Access(EXPORTERS, "POST"),
    "figure-list": Access(READERS),
    "figure-detail": Access(READERS),
    "profilestatement-list": Access({*OFFICE, "LDR", "AUD"}),
    "profilestatement-create": Access(OFFICE, "GET,POST"),
    "profilestatement-detail": Access({*OFFICE, "LDR", "AUD"}),
    "profilestatement-edit": Access(OFFICE, "GET,POST"),
    "profilestatement-export": Access({*OFFICE, "LDR", "AUD"}),
    "profilestatement-submit": Access(OFFICE, "GET,POST"),
    "profilestatement-withdraw": Access(OFFICE, "GET,POST"),
    "profilestatement-return": Access({"DIR"}, "GET,POST"),
    "profilestatement-approve": Access({"DIR"}, "GET,POST"),
    "profilestatement-publish": Access({"DIR"}, "GET,POST"),
}
