"""Who may reach the addresses of international students."""

from core.access import Access

APPLICANT = {"APP"}
DESK = {"IEC"}
COLLEGE = {"DA", "DH"}
READERS = COLLEGE | DESK | {"DIR", "LDR", "AUD"}
ASK = "GET,POST"
STEPS = {
    "submit": APPLICANT, "resubmit": APPLICANT, "accept-offer": APPLICANT, "withdraw": APPLICANT | DESK,
    "return": COLLEGE | DESK | {"DIR"}, "forward": DESK, "endorse": COLLEGE, "admit": {"DIR"},
    "admit-on-condition": {"DIR"}, "defer": {"DIR"}, "reject": {"DH", "IEC", "DIR"}, "expel": {"DIR"},
    **dict.fromkeys(
        ("issue-jw", "obtain-visa", "arrive", "register", "begin", "grant-leave", "suspend", "graduate"), DESK
    ),
}  # fmt: skip

ACCESS: dict[str, Access] = {
    "inbound-mine": Access(APPLICANT),
    "inboundstudent-list": Access(READERS),
    "inboundstudent-create": Access(APPLICANT | DESK, ASK),
    "inboundstudent-detail": Access(READERS | APPLICANT),
    "inboundstudent-edit": Access(APPLICANT | DESK, ASK),
    "inboundstudent-passport": Access(APPLICANT | DESK, ASK),
    "inboundstudent-paper": Access(APPLICANT | DESK, ASK),
    "inboundstudent-residence": Access(DESK, ASK),
    "inboundstudent-police": Access(DESK, ASK),
    "duty-finish": Access(DESK, "POST"),
    "term-register": Access(DESK, ASK),
    "lead-list": Access(DESK),
    "lead-create": Access(DESK, ASK),
    **{f"inboundstudent-{verb}": Access(roles, ASK) for verb, roles in STEPS.items()},
}
