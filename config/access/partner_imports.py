"""Who may reach the addresses of imports, exchange files, dossiers and coordinators."""

from core.access import Access

READERS = {"IOP", "DIR", "AUD"}
DESK = {"IOP"}

ACCESS: dict[str, Access] = {
    "importbatch-list": Access(READERS),
    "importbatch-create": Access(DESK, "GET,POST"),
    "importbatch-detail": Access(READERS),
    "importbatch-map": Access(DESK, "GET,POST"),
    "importbatch-decide": Access(DESK, "POST"),
    "importrow-edit": Access(DESK, "GET,POST"),
    "importbatch-problems": Access(DESK),
    "importbatch-apply": Access(DESK, "GET,POST"),
    "importbatch-undo": Access(DESK, "GET,POST"),
    "importbatch-discard": Access(DESK, "GET,POST"),
}
