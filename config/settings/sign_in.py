"""How people sign in: password, second factor, campus single sign-on."""

from django.utils.translation import gettext_lazy as _

from config.settings.base import (
    AUTHENTICATION_BACKENDS,
    IN_PRODUCTION,
    INSTALLED_APPS,
    OFFICE_NAME_EN,
    UNIVERSITY_CODE,
    env,
)

# Signing in. Accounts are made by the office: nobody signs up.
ACCOUNT_ADAPTER = "accounts.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
# Sensitive steps want a sign-in younger than this.
ACCOUNT_REAUTHENTICATION_TIMEOUT = env.int("FRESH_SIGN_IN_SECONDS", default=900)
# A whole campus may come from one address: the limits per address are wide, those per account narrow.
ACCOUNT_RATE_LIMITS = {
    "login": "600/m/ip",
    "login_failed": "300/m/ip,5/300s/key",
    "reset_password": "100/m/ip,3/m/key",
    "reset_password_from_key": "100/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
MFA_ADAPTER = "accounts.sign_in.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = f"{UNIVERSITY_CODE} {OFFICE_NAME_EN}"
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IN_PRODUCTION
# Office and approver roles sign in with a second factor.
MFA_REQUIRED_ROLES = env.list(
    "MFA_REQUIRED_ROLES",
    default=["IOP", "IOS", "IOT", "IOV", "IEC", "DIR", "DH", "FIN", "COS", "LDR", "AUD", "SYS"]
    if IN_PRODUCTION
    else [],
)
USERSESSIONS_TRACK_ACTIVITY = False

# Campus single sign-on, each behind its own variables; people are matched by staff or student number.
SOCIALACCOUNT_ADAPTER = "accounts.sign_in.CampusAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_STORE_TOKENS = False
OIDC_SERVER_URL = env.str("OIDC_SERVER_URL", default="")
# The claim in which the campus tells the staff or student number.
OIDC_NUMBER_CLAIM = env.str("OIDC_NUMBER_CLAIM", default="employee_number")
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "campus",
                "name": env.str("OIDC_NAME", default="") or _("Campus sign-in"),
                "client_id": env.str("OIDC_CLIENT_ID", default=""),
                "secret": env.str("OIDC_CLIENT_SECRET", default=""),
                "settings": {"server_url": OIDC_SERVER_URL},
            }
        ]
        if OIDC_SERVER_URL
        else [],
    }
}
CAS_SERVER_URL = env.str("CAS_SERVER_URL", default="")
if CAS_SERVER_URL:
    INSTALLED_APPS.append("django_cas_ng")
    AUTHENTICATION_BACKENDS.append("accounts.sign_in.CampusCasBackend")
    CAS_VERSION = env.str("CAS_VERSION", default="3")
    CAS_CREATE_USER = False
    CAS_APPLY_ATTRIBUTES_TO_USER = False
    CAS_CHECK_NEXT = True
    CAS_LOGIN_MSG = None
    CAS_LOGGED_MSG = None
    CAS_REDIRECT_URL = "/home/"
# The campus identity provider checks its own second factor.
CAMPUS_IS_SECOND_FACTOR = env.bool("CAMPUS_IS_SECOND_FACTOR", default=True)
