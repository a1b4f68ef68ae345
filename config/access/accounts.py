"""Who may reach the addresses of accounts."""

from core.access import PUBLIC, SIGNED_IN, Access

# The address exists because the library brings it; nobody may use it.
CLOSED = Access(frozenset(), methods="")
DELEGATORS = {"DH", "DIR", "LDR"}

ACCESS: dict[str, Access] = {
    "acting": Access(SIGNED_IN, "GET,POST"),
    "profile": Access(SIGNED_IN, "GET,POST"),
    "user-list": Access({"SYS"}),
    "user-create": Access({"SYS"}, "GET,POST"),
    "user-detail": Access({"SYS"}),
    "user-edit": Access({"SYS"}, "GET,POST"),
    "role-grant": Access({"SYS"}, "GET,POST"),
    "role-end": Access({"SYS"}, "GET,POST"),
    "delegation-list": Access(DELEGATORS),
    "delegation-create": Access(DELEGATORS, "GET,POST"),
    "delegation-revoke": Access(DELEGATORS, "GET,POST"),
    "number-reveal": Access({"IOS", "IOT", "IOV", "IEC", "DIR"}, "GET,POST"),
    # Signing in
    "account_login": Access(PUBLIC, "GET,POST"),
    "account_logout": Access(PUBLIC, "GET,POST"),
    "account_inactive": Access(PUBLIC),
    "account_signup": CLOSED,
    "account_reauthenticate": Access(SIGNED_IN, "GET,POST"),
    "account_change_password": Access(SIGNED_IN, "GET,POST"),
    "account_set_password": Access(SIGNED_IN, "GET,POST"),
    "account_reset_password": Access(PUBLIC, "GET,POST"),
    "account_reset_password_done": Access(PUBLIC),
    "account_reset_password_from_key": Access(PUBLIC, "GET,POST"),
    "account_reset_password_from_key_done": Access(PUBLIC),
    # The e-mail address is the sign-in name: the office changes it, the person does not.
    "account_email": CLOSED,
    "account_email_verification_sent": CLOSED,
    "account_confirm_email": CLOSED,
    "account_confirm_login_code": CLOSED,
    # Second factor
    "mfa_index": Access(SIGNED_IN),
    "mfa_authenticate": Access(PUBLIC, "GET,POST"),
    "mfa_reauthenticate": Access(SIGNED_IN, "GET,POST"),
    "mfa_reauthenticate_webauthn": Access(SIGNED_IN, "GET,POST"),
    "mfa_activate_totp": Access(SIGNED_IN, "GET,POST"),
    "mfa_deactivate_totp": Access(SIGNED_IN, "GET,POST"),
    "mfa_view_recovery_codes": Access(SIGNED_IN, "GET,POST"),
    "mfa_generate_recovery_codes": Access(SIGNED_IN, "GET,POST"),
    "mfa_download_recovery_codes": Access(SIGNED_IN),
    "mfa_list_webauthn": Access(SIGNED_IN, "GET,POST"),
    "mfa_add_webauthn": Access(SIGNED_IN, "GET,POST"),
    "mfa_edit_webauthn": Access(SIGNED_IN, "GET,POST"),
    "mfa_remove_webauthn": Access(SIGNED_IN, "GET,POST"),
    "usersessions_list": Access(SIGNED_IN, "GET,POST"),
    # Campus single sign-on
    "openid_connect_login": Access(PUBLIC, "GET,POST"),
    "openid_connect_callback": Access(PUBLIC),
    "socialaccount_login_cancelled": Access(PUBLIC),
    "socialaccount_login_error": CLOSED,
    "socialaccount_signup": CLOSED,
    "socialaccount_connections": CLOSED,
    # Present where the installation has a CAS server.
    "cas_ng_login": Access(PUBLIC, "GET,POST"),
    "cas_ng_logout": Access(SIGNED_IN, "GET,POST"),
}
