"""Who may reach the addresses of experts, trips, conferences and contests."""

from core.access import Access

STAFF = {"TEA", "DA", "DH", "IOP", "IOV", "DIR", "FIN", "COS", "LDR", "AUD"}
READERS = {"DA", "DH", "IOP", "IOV", "DIR", "FIN", "LDR", "AUD"}
UNIT_AND_DESK = {"DA", "IOV"}
FILING = {"TEA", "DA", "IOV"}
BOTH = "GET,POST"


def of(name: str, roles: set[str], *verbs: str) -> dict[str, Access]:
    """The same roles for several pages of a record."""
    return {f"{name}-{verb}": Access(roles, BOTH) for verb in verbs}


ACCESS: dict[str, Access] = {
    "expert-list": Access(READERS),
    "expert-detail": Access(READERS),
    **of("expert", UNIT_AND_DESK, "create", "edit", "passport"),
    **of("expert", {"IOV"}, "permit", "snooze"),
    **of("engagement", UNIT_AND_DESK, "file"),
    **of("stafftrip", FILING, "file"),
    **of("conference", FILING, "file"),
    "engagement-list": Access(READERS),
    "engagement-detail": Access(READERS),
    "engagement-letter": Access({"IOV"}, "POST"),
    **of("engagement", UNIT_AND_DESK, "create", "edit", "teaching", "submit", "arrive", "take-up", "cancel"),
    **of("engagement", {"DH"}, "endorse"),
    **of("engagement", {"IOV", "DIR"}, "approve", "extend"),
    **of("engagement", {"DH", "IOV", "DIR"}, "return"),
    **of("engagement", {"IOV"}, "invite", "grant-visa", "end", "terminate"),
    "lecture-detail": Access(READERS | {"COS"}),
    **of("lecture", UNIT_AND_DESK, "create", "edit", "submit", "revise", "hold", "cancel"),
    **of("lecture", {"COS"}, "clear", "refuse"),
    "expertproject-list": Access(STAFF - {"COS"}),
    "expertproject-detail": Access(STAFF - {"COS"}),
    **of("expertproject", FILING, "create", "edit", "budget", "spend", "adjust", "start", "complete"),
    **of("expertproject", {"IOV", "FIN"}, "receive"),
    **of("expertproject", {"IOV", "DIR"}, "approve", "reject", "close", "return-funds"),
    **of("adjustment", {"IOV", "FIN"}, "approve", "refuse"),
    "stafftrip-list": Access(STAFF),
    "stafftrip-detail": Access(STAFF),
    **of("stafftrip", FILING, "create", "edit", "route", "group", "submit", "end-notice", "amend", "cancel"),
    **of("stafftrip", FILING, "depart", "come-back", "hand-in", "stay-home", "change"),
    **of("stafftrip", {"COS", "FIN"}, "opinion"),
    **of("stafftrip", {"DH"}, "endorse"),
    **of("stafftrip", {"IOV"}, "accept", "record-permit", "take-passport", "close"),
    **of("stafftrip", {"LDR"}, "authorise"),
    **of("stafftrip", {"DH", "IOV", "LDR"}, "return"),
    **of("stafftrip", {"IOV", "LDR"}, "refuse"),
    **of("tripchange", {"IOV", "LDR"}, "approve", "refuse"),
    **of("scholarreport", FILING, "write"),
    "conference-list": Access(STAFF - {"COS"}),
    "conference-detail": Access(STAFF - {"COS"}),
    **of("conference", {"TEA", "DA"}, "create", "edit", "apply", "submit", "announce", "hold", "postpone"),
    **of("conference", {"TEA", "DA"}, "cancel", "close"),
    **of("conference", FILING, "participants"),
    **of("conference", {"DH"}, "endorse"),
    **of("conference", {"IOV"}, "accept", "approve", "reply"),
    **of("conference", {"LDR"}, "authorise"),
    **of("conference", {"DH", "IOV", "LDR"}, "return"),
    "contestedition-list": Access(STAFF),
    "contestedition-detail": Access(STAFF),
    "contestedition-certificates": Access({"IOV"}, "POST"),
    **of("contestedition", {"IOV"}, "create", "edit", "criteria", "quotas", "judges"),
    **of("contestedition", {"IOV"}, "open", "judge", "advance", "propose", "judge-again", "close"),
    **of("contestedition", {"DIR"}, "award"),
    "contestentry-list": Access(STAFF),
    "contestentry-detail": Access(STAFF),
    **of("contestentry", {"TEA"}, "create", "edit", "submit", "withdraw"),
    "judging-list": Access(STAFF),
    "judging-sheet": Access(STAFF, BOTH),
}
