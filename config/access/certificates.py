"""Who may reach the addresses of certificates."""

from core.access import PUBLIC, Access

OFFICE = {"IOP", "IOS", "IOT", "IOV", "IEC", "DIR"}
UNIT = {"DA", "DH"}
READERS = OFFICE | UNIT | {"LDR", "AUD"}
REGISTER = READERS | {"FIN"}
DESKS = {"IOT", "IOV", "IOS"}
DECIDERS = {"DIR", "LDR"}
TEMPLATES = OFFICE | {"LDR", "AUD", "SYS"}
BOTH = "GET,POST"

ACCESS: dict[str, Access] = {
    "certificate-list": Access(REGISTER),
    "certificate-detail": Access(REGISTER),
    "certificate-pdf": Access(READERS),
    "certificate-share": Access(OFFICE | {"DA"}, "POST"),
    "certificate-correct": Access(OFFICE | {"DA"}, BOTH),
    "certificate-reissue": Access(OFFICE | {"DA"}, BOTH),
    "certificate-paper": Access(DESKS | {"DA"}, BOTH),
    "certificate-strike": Access(DESKS, BOTH),
    "certificate-deliver": Access(DESKS | {"DA"}, BOTH),
    "certificate-link": Access(PUBLIC),
    "certificatebatch-list": Access(READERS),
    "certificatebatch-detail": Access(READERS),
    "certificatebatch-progress": Access(READERS),
    "certificatebatch-retry": Access(DESKS, "POST"),
    "certificatebatch-check": Access(DESKS, BOTH),
    "certificatebatch-approve": Access(DECIDERS, BOTH),
    "certificatebatch-return": Access(DESKS | DECIDERS, BOTH),
    "certificatebatch-resubmit": Access(OFFICE | {"DA"}, BOTH),
    "certificatebatch-cancel": Access(OFFICE | DECIDERS | {"DA"}, BOTH),
    "certificatebatch-issue": Access(DESKS, BOTH),
    "batchfile-create": Access(OFFICE | {"DA"}, "POST"),
    "batchfile-download": Access(OFFICE | {"DA"}),
    "revocation-list": Access(REGISTER),
    "revocation-detail": Access(REGISTER),
    "revocation-create": Access(DESKS, BOTH),
    "revocation-approve": Access({"DIR"}, BOTH),
    "revocation-decline": Access({"DIR"}, BOTH),
    "revocation-withdraw": Access(DESKS, BOTH),
    "certificatetemplate-list": Access(TEMPLATES),
    "certificatetemplate-detail": Access(TEMPLATES),
    "certificatetemplate-edit": Access(DESKS, BOTH),
    "certificatetemplate-revise": Access(DESKS, "POST"),
    "certificatetemplate-proof": Access(DESKS | {"DIR"}),
    "certificatetemplate-submit": Access(DESKS, BOTH),
    "certificatetemplate-approve": Access({"DIR"}, BOTH),
    "certificatetemplate-return": Access({"DIR"}, BOTH),
    "verify": Access(PUBLIC, BOTH),
    "verify-token": Access(PUBLIC),
    "verify-file": Access(PUBLIC, "POST"),
    "verify-short": Access(PUBLIC),
}
