"""Who may reach the addresses of visitors."""

from core.access import Access

ACCESS: dict[str, Access] = {
    "visitors-desk": Access({"TEA", "DA", "DH", "IOP", "IOV", "IEC", "DIR", "FIN", "COS", "LDR", "AUD"})
}
