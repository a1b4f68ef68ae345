"""Who may reach the addresses of reports."""

from core.access import PUBLIC, SIGNED_IN, Access

ACCESS: dict[str, Access] = {
    "public-home": Access(PUBLIC),
    "home": Access(SIGNED_IN),
    "search": Access(SIGNED_IN),
    "reports-desk": Access({"DA", "DH", "IOP", "IOS", "IOT", "IOV", "IEC", "DIR", "FIN", "LDR", "AUD"}),
}
