"""Who may reach the addresses of training proposals."""

from core.access import PUBLIC, Access

READERS = {"DA", "DH", "IOT", "DIR", "FIN", "COS", "LDR", "AUD"}
REVIEWERS = {"DA", "DH", "IOT", "DIR", "LDR"}
COSIGNERS = {"FIN", "COS"}
UNIT = {"DA"}

ACCESS: dict[str, Access] = {
    "training-public": Access(PUBLIC),
    "proposal-list": Access(READERS),
    "proposal-begin": Access(UNIT, "GET,POST"),
    "proposal-words": Access(UNIT, "POST"),
    "proposal-bulk": Access({"DH", "DIR"}, "POST"),
    "proposal-detail": Access(READERS),
    "proposal-section": Access(UNIT, "GET,POST"),
    "proposal-check": Access(UNIT),
    "proposal-versions": Access(READERS),
    "proposal-comment": Access(REVIEWERS, "GET,POST"),
    "proposal-name-fields": Access({"IOT"}, "GET,POST"),
    "proposal-unlock-start": Access({"DIR"}, "GET,POST"),
    "proposal-submit": Access(UNIT, "GET,POST"),
    "proposal-endorse": Access({"DH", "DIR"}, "GET,POST"),
    "proposal-accept": Access({"IOT"}, "GET,POST"),
    "proposal-approve": Access({"DIR"}, "GET,POST"),
    "proposal-escalate": Access({"DIR"}, "GET,POST"),
    "proposal-authorise": Access({"LDR"}, "GET,POST"),
    "proposal-return": Access({"DH", "IOT", "DIR", "LDR"}, "GET,POST"),
    "proposal-reject": Access({"DIR", "LDR"}, "GET,POST"),
    "proposal-resubmit": Access(UNIT, "GET,POST"),
    "proposal-withdraw": Access(UNIT, "GET,POST"),
    "cosign-agree": Access(COSIGNERS, "GET,POST"),
    "cosign-agree-with-conditions": Access(COSIGNERS, "GET,POST"),
    "cosign-object": Access(COSIGNERS, "GET,POST"),
}
