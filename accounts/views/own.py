"""One's own pages: the profile, and the hat worn now."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts import actions
from accounts.forms import ProfileForm
from accounts.models import Role, RoleGrant, User
from core.views import EditPage

EVERYTHING = "all"


class Acting(TemplateView):
    """Choosing the hat: all roles, one of them, or somebody who delegated approval (acting_for)."""

    template_name = "accounts/acting.html"

    def choices(self):
        user = self.request.user
        held = {grant.role for grant in RoleGrant.objects.in_force().filter(user=user)}
        labels = {role.value: role.label for role in Role}
        rows = [(EVERYTHING, _("All my roles"), not user.acting_role)]
        if len(held) > 1:
            rows += [
                (f"role:{role}", labels[role], user.acting_for is None and user.acting_role == role)
                for role in sorted(held)
            ]
        for delegation in user.delegations_in_force():
            label = _("%(role)s, for %(person)s") % {
                "role": labels[delegation.role],
                "person": delegation.delegator,
            }
            worn = user.acting_for == delegation.delegator and user.acting_role == delegation.role
            rows.append((f"delegation:{delegation.pk}", label, worn))
        return rows

    def post(self, request, *args, **kwargs):
        wanted = request.POST.get("hat", "")
        if wanted not in {value for value, _label, _worn in self.choices()}:
            messages.error(request, _("You cannot act like that now."))
            return redirect("acting")
        request.session.pop("acting_role", None)
        request.session.pop("acting_delegation", None)
        kind, _colon, value = wanted.partition(":")
        if kind == "role":
            request.session["acting_role"] = value
        elif kind == "delegation":
            request.session["acting_delegation"] = int(value)
        return redirect(self.next_page())

    def next_page(self):
        target = self.request.POST.get("next", "")
        is_ours = url_has_allowed_host_and_scheme(
            target, {self.request.get_host()}, require_https=self.request.is_secure()
        )
        return target if is_ours else reverse("home")

    def get_context_data(self, **kwargs):
        return super().get_context_data(choices=self.choices(), **kwargs)


class Profile(EditPage):
    """One's own names, language and mail habit."""

    model = User
    form_class = ProfileForm
    context_object_name = "account"
    template_name = "accounts/profile.html"

    def get_template_names(self):
        return [self.template_name]

    def get_object(self, queryset=None):
        return User.objects.get(pk=self.request.user.pk)

    def save(self, form):
        return actions.change_profile(
            form.instance, by=self.request.user, version=form.cleaned_data.get("version")
        )

    def form_valid(self, form):
        response = super().form_valid(form)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            form.cleaned_data["language"],
            max_age=365 * 24 * 3600,
            secure=self.request.is_secure(),
            samesite="Lax",
        )
        return response

    def get_success_url(self):
        return reverse("profile")
