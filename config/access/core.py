"""Who may reach the addresses every part of the portal shares."""

from core.access import PUBLIC, SIGNED_IN, Access

ACCESS: dict[str, Access] = {
    "healthz": Access(PUBLIC),
    "readyz": Access(PUBLIC),
    "set_language": Access(PUBLIC, "POST"),
    "javascript-catalog": Access(PUBLIC),
    "attachment-download": Access(SIGNED_IN),
    "savedquery-create": Access(SIGNED_IN, "POST"),
    "savedquery-remove": Access(SIGNED_IN, "POST"),
    "admin:*": Access({"SYS"}, "GET,POST"),
}
