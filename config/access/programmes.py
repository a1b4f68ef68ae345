"""Who may reach the addresses of programmes."""

from core.access import PUBLIC, Access

HOUSE = {"TEA", "DA", "DH", "IOP", "IOS", "IOT", "IOV", "IEC", "DIR", "FIN", "LDR", "AUD"}
READERS = {"DA", "DH", "IOS", "DIR", "LDR", "AUD"}
DESK = {"IOS"}
OFFICE = {"IOS", "DIR"}
STUDENT = {"STU"}
COLLEGE = {"DA", "DH"}
STAYS = READERS | {"STU", "COS"}
PANEL = HOUSE | {"COS", "STU"}
ASK = "GET,POST"
ONE = {
    "publish": OFFICE, "rest": OFFICE, "end": OFFICE,
}  # fmt: skip
ROUND = {"announce": DESK, "rank": DESK, "publicise": DESK, "finish": DESK, "cancel": {"DIR"}}
RUN = {"propose": DESK, "confirm": {"DIR"}, "publish": DESK, "discard": OFFICE}
APPLICATION = {
    "submit": STUDENT, "recall": STUDENT, "appeal": STUDENT, "resubmit": STUDENT, "accept": STUDENT,
    "turn-down": STUDENT, "withdraw": STUDENT, "check": {"DA"}, "recommend": {"DH"}, "decline": {"DH"},
    "return": COLLEGE | DESK, "screen": DESK, "schedule-interview": DESK, "miss-interview": DESK,
    "offer-place": {"DIR"}, "sign-off": {"DIR"}, "nominate": DESK, "send-to-host": DESK, "admit": DESK,
    "host-reject": DESK, "replace": DESK, "open-departure": DESK,
}  # fmt: skip
STAY = {
    "report-departure": STUDENT, "report-return": STUDENT, "withdraw": STUDENT, "depart": DESK, "extend": DESK,
    "return": DESK, "close": DESK, "cut-short": STUDENT | DESK,
}  # fmt: skip
PAPER = {"submit": STUDENT, "endorse": COLLEGE, "approve": {"COS"}, "return": COLLEGE | {"COS"}}

ACCESS: dict[str, Access] = {
    "programme-directory": Access(PUBLIC),
    "programme-public": Access(PUBLIC),
    "publicity": Access(PUBLIC),
    "objection-create": Access(PUBLIC, ASK),
    "programme-list": Access(HOUSE),
    "programme-create": Access(DESK, ASK),
    "programme-detail": Access(HOUSE),
    "programme-edit": Access(DESK, ASK),
    "programme-rules": Access(DESK, ASK),
    "programme-slots": Access(DESK, ASK),
    "round-list": Access(HOUSE),
    "round-create": Access(DESK, ASK),
    "round-detail": Access(HOUSE),
    "round-edit": Access(DESK, ASK),
    "offering-create": Access(DESK, ASK),
    "offering-detail": Access(HOUSE),
    "offering-edit": Access(DESK, ASK),
    "offering-cancel": Access({"DIR"}, ASK),
    "subquota-release": Access(DESK, "POST"),
    "allocationrun-create": Access(DESK, ASK),
    "allocationrun-detail": Access(OFFICE | {"LDR", "AUD"}),
    "objection-detail": Access(OFFICE | {"LDR", "AUD"}),
    "objection-uphold": Access({"DIR"}, ASK),
    "objection-dismiss": Access({"DIR"}, ASK),
    "regionrisk-list": Access(HOUSE),
    "regionrisk-create": Access(OFFICE, ASK),
    "regionrisk-edit": Access(OFFICE, ASK),
    "application-register": Access(READERS),
    "application-bulk": Access({"DH", "IOS", "DIR"}, "POST"),
    "application-mine": Access(STUDENT),
    "application-begin": Access(STUDENT, "POST"),
    "application-detail": Access(READERS | STUDENT),
    "application-section": Access(STUDENT, ASK),
    "application-upload": Access(STUDENT, ASK),
    "application-pdf": Access(READERS | STUDENT),
    "application-judge": Access(DESK, ASK),
    "exception-ask": Access(DESK, ASK),
    "eligibilityexception-grant": Access({"DIR"}, ASK),
    "eligibilityexception-refuse": Access({"DIR"}, ASK),
    "consent-withdraw": Access(STUDENT, "POST"),
    "interview-list": Access(PANEL - STUDENT),
    "interview-detail": Access(PANEL),
    "interview-score": Access(PANEL - STUDENT, ASK),
    "interview-conflict": Access(PANEL - STUDENT, ASK),
    "interview-excuse": Access(DESK, ASK),
    "interview-ics": Access(PANEL),
    "interview-complete": Access(DESK, ASK),
    "interview-miss": Access(DESK, ASK),
    "nomination-detail": Access(READERS | STUDENT),
    "nomination-pdf": Access(READERS | STUDENT),
    "mobility-list": Access(STAYS - STUDENT),
    "mobility-detail": Access(STAYS),
    "mobility-edit": Access(STUDENT | DESK, ASK),
    "item-finish": Access(STUDENT | DESK, ASK),
    "item-verify": Access(DESK, "POST"),
    "checkin-answer": Access(STUDENT, ASK),
    "incident-create": Access(STUDENT | DESK | {"DA"}, ASK),
    "incident-close": Access(OFFICE, ASK),
    "crisis-list": Access(OFFICE | {"COS"}, ASK),
    "creditplan-detail": Access(STAYS),
    "creditplan-edit": Access(STUDENT, ASK),
    "creditplan-reopen": Access(STUDENT, ASK),
    "creditrecognition-list": Access(STAYS - STUDENT),
    "creditrecognition-detail": Access(STAYS),
    "creditrecognition-judge": Access(COLLEGE | {"COS"}, ASK),
    "creditrecognition-pdf": Access(STAYS),
    **{f"programme-{verb}": Access(roles, ASK) for verb, roles in ONE.items()},
    **{f"round-{verb}": Access(roles, ASK) for verb, roles in ROUND.items()},
    **{f"allocationrun-{verb}": Access(roles, ASK) for verb, roles in RUN.items()},
    **{f"application-{verb}": Access(roles, ASK) for verb, roles in APPLICATION.items()},
    **{f"mobility-{verb}": Access(roles, ASK) for verb, roles in STAY.items()},
    **{f"creditplan-{verb}": Access(roles, ASK) for verb, roles in PAPER.items()},
    **{f"creditrecognition-{verb}": Access(roles, ASK) for verb, roles in PAPER.items()},
}
