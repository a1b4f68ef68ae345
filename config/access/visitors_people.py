"""Who may reach the addresses of experts, trips, conferences and contests."""

from core.access import Access

ACCESS: dict[str, Access] = {}
