"""Who may reach the addresses of partnerships."""

from core.access import PUBLIC, Access

ACCESS: dict[str, Access] = {
    "partner-directory": Access(PUBLIC),
    "lab-directory": Access(PUBLIC),
    "partnerships-desk": Access(
        {"TEA", "DA", "DH", "IOP", "IOS", "IOT", "IOV", "IEC", "DIR", "FIN", "COS", "LDR", "AUD", "EXT"}
    ),
}
