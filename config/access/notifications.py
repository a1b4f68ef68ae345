"""Who may reach the addresses of notifications."""

from core.access import SIGNED_IN, Access

ACCESS: dict[str, Access] = {
    "inbox": Access(SIGNED_IN),
    "notification-open": Access(SIGNED_IN, "POST"),
    "notification-read": Access(SIGNED_IN, "POST"),
    "inbox-read": Access(SIGNED_IN, "POST"),
}
