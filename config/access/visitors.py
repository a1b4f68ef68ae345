"""Who may reach the addresses of delegations and their reception."""

from core.access import Access

READERS = {"TEA", "DA", "DH", "IOP", "IOV", "DIR", "FIN", "COS", "LDR", "AUD"}
DESK = READERS | {"IEC"}
HOSTS = {"TEA", "DA", "IOV"}
FORM = "GET,POST"

ACCESS: dict[str, Access] = {
    "visitors-desk": Access(DESK),
    "visitors-calendar": Access(DESK),
    "front-desk": Access({"IOV", "DIR"}),
    "badge-scanned": Access(HOSTS | {"DIR"}, FORM),
    "badge-reprint": Access(HOSTS, "POST"),
    "guest-passport": Access(HOSTS, FORM),
    "visit-list": Access(READERS),
    "visit-create": Access(HOSTS, FORM),
    "delegation-detail": Access(READERS),
    "delegation-edit": Access(HOSTS, FORM),
    "delegation-guests": Access(HOSTS, FORM),
    "delegation-programme": Access(HOSTS, FORM),
    "delegation-budget": Access(HOSTS, FORM),
    "delegation-gifts": Access(HOSTS, FORM),
    "delegation-province": Access({"IOV"}, FORM),
    "delegation-lodging": Access(HOSTS, "POST"),
    "delegation-papers": Access(HOSTS | {"DH", "DIR"}, "POST"),
    "delegation-papers-progress": Access(READERS),
    "receptionpaper-print": Access(HOSTS, "POST"),
    "delegation-submit": Access({"TEA", "DA", "IOV"}, FORM),
    "delegation-resubmit": Access({"TEA", "DA", "IOV"}, FORM),
    "delegation-endorse": Access({"DH", "DIR"}, FORM),
    "delegation-check": Access({"IOV"}, FORM),
    "delegation-confirm-money": Access({"FIN"}, FORM),
    "delegation-clear-talks": Access({"COS"}, FORM),
    "delegation-approve": Access({"DIR"}, FORM),
    "delegation-escalate": Access({"IOV", "DIR"}, FORM),
    "delegation-authorise": Access({"LDR"}, FORM),
    "delegation-return": Access({"DH", "IOV", "DIR", "LDR"}, FORM),
    "delegation-reject": Access({"DIR", "LDR"}, FORM),
    "delegation-close": Access(HOSTS, FORM),
    "delegation-reopen": Access(HOSTS, FORM),
    "delegation-cancel": Access(HOSTS, FORM),
}
