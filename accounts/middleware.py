"""In whose name and under which hat a person acts, and with how many proofs of identity."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.models import Role, RoleGrant
from accounts.sign_in import BY_CAMPUS


class ActingMiddleware:
    """Puts the chosen hat or delegation on the user, if it still holds; a lapsed one is dropped at once."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            self.put_on(request)
        return self.get_response(request)

    def put_on(self, request):
        user, session = request.user, request.session
        delegation_id, role = (session.get("acting_delegation"), session.get("acting_role", ""))
        if delegation_id:
            delegation = user.delegations_in_force().filter(pk=delegation_id).first()
            if delegation is None:
                del session["acting_delegation"]
                return
            user.acting_for, user.acting_role = delegation.delegator, delegation.role
        elif role in Role.values:
            user.acting_role = role
            if not user.active_grants:
                del session["acting_role"]
                user.acting_role = ""
                del user.active_grants


class SecondFactorMiddleware:
    """Leads office and approver roles to setting up their second factor, and nowhere else before it is done."""

    OPEN = ("mfa_", "account_", "usersessions_", "set_language", "javascript-catalog", "healthz", "readyz")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not self.is_missing(request) or request.resolver_match.view_name.startswith(self.OPEN):
            return None
        messages.warning(request, _("Your role signs in with a second factor. Set one up to go on."))
        return redirect("mfa_index")

    def is_missing(self, request):
        """Whether the person holds a role that wants a second factor and has none."""
        user = request.user
        if not settings.MFA_REQUIRED_ROLES or not user.is_authenticated:
            return False
        if settings.CAMPUS_IS_SECOND_FACTOR and request.session.get(BY_CAMPUS):
            return False
        held = RoleGrant.objects.in_force().filter(user=user, role__in=settings.MFA_REQUIRED_ROLES)
        return held.exists() and not is_mfa_enabled(user)
