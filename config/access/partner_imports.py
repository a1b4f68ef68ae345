"""Who may reach the addresses of imports, exchange files, dossiers and coordinators."""

from core.access import Access

READERS = {"IOP", "DIR", "AUD"}
DESK = {"IOP"}

ACCESS: dict[str, Access] = {
    "agreement-iia": Access(DESK, "GET,POST"),
    "agreement-iia-file": Access(DESK),
    "agreement-dossier": Access({"IOP", "DIR"}, "GET,POST"),
    "institution-coordinators": Access(DESK, "GET,POST"),
    "institution-propose": Access({"EXT"}, "GET,POST"),
    "institution-send": Access({"EXT"}, "GET,POST"),
    "coordinator-home": Access({"EXT"}),
    "coordinator-extend": Access(DESK, "GET,POST"),
    "coordinator-end": Access(DESK, "GET,POST"),
    "profileproposal-list": Access(READERS | {"EXT"}),
    "profileproposal-detail": Access(READERS | {"EXT"}),
    "profileproposal-accept": Access(DESK, "GET,POST"),
    "profileproposal-reject": Access(DESK, "GET,POST"),
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
