"""The system administrator's pages: accounts and the roles they hold."""

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from accounts import actions
from accounts.filters import UserFilter
from accounts.forms import ReasonForm, RoleGrantForm, UserForm
from accounts.models import RoleGrant, User
from core.views import Column, CreatePage, DetailPage, EditPage, Fresh, Guarded, ListPage


class UserList(ListPage):
    """All accounts."""

    model = User
    permission = "accounts.change_user"
    title = gettext_lazy("Users and roles")
    filterset_class = UserFilter
    order_by = ("email",)
    create_url_name = "user-create"
    create_permission = "accounts.add_user"
    columns = [
        Column("name", gettext_lazy("Name"), link=True, value=str),
        Column("email", gettext_lazy("E-mail")),
        Column("unit", gettext_lazy("Unit")),
        Column("roles", gettext_lazy("Roles"), value=lambda user: user.role_summary),
        Column("is_active", gettext_lazy("May sign in")),
    ]

    def get_queryset(self):
        return super().get_queryset().select_related("unit").prefetch_related("grants")


class UserDetail(DetailPage):
    """One account with the roles it holds and held."""

    model = User
    permission = "accounts.change_user"
    # Otherwise the page would take the record for the person who reads it.
    context_object_name = "account"

    def get_context_data(self, **kwargs):
        grants = self.object.grants.select_related("unit", "granted_by").order_by("revoked_at", "role", "pk")
        return super().get_context_data(
            grants=grants, may_grant=self.object.pk != self.request.user.pk, **kwargs
        )


class UserCreate(Fresh, CreatePage):
    """A new account."""

    model = User
    form_class = UserForm
    context_object_name = "account"
    needs_fresh = True

    def save(self, form):
        return actions.create_user(form.instance, by=self.request.user)


class UserEdit(Fresh, EditPage):
    """Correcting an account."""

    model = User
    form_class = UserForm
    context_object_name = "account"
    needs_fresh = True

    def save(self, form):
        return actions.change_user(
            form.instance, by=self.request.user, version=form.cleaned_data.get("version")
        )


class RoleGrantCreate(Fresh, Guarded, FormView):
    """Granting a role to somebody else (SOD-7)."""

    form_class = RoleGrantForm
    template_name = "accounts/role_form.html"
    permission = "accounts.add_rolegrant"
    needs_fresh = True

    def dispatch(self, request, *args, **kwargs):
        self.person = get_object_or_404(User.objects.visible_to(request.user), pk=kwargs["pk"])
        self.check_permission(RoleGrant(user=self.person))
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.person}

    def form_valid(self, form):
        try:
            with transaction.atomic():
                actions.grant_role(self.person, by=self.request.user, **form.cleaned_data)
        except IntegrityError:
            # The same grant arrived twice at once.
            form.add_error("role", _("The person already holds this role there."))
            return self.form_invalid(form)
        messages.success(self.request, _("The role is granted."))
        return redirect(self.person)

    def get_context_data(self, **kwargs):
        return super().get_context_data(person=self.person, **kwargs)


class RoleGrantEnd(Fresh, Guarded, FormView):
    """Taking a role back."""

    form_class = ReasonForm
    template_name = "accounts/role_end.html"
    permission = "accounts.end_rolegrant"
    needs_fresh = True

    def dispatch(self, request, *args, **kwargs):
        self.grant = get_object_or_404(RoleGrant.objects.select_related("user", "unit"), pk=kwargs["pk"])
        self.check_permission(self.grant)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        actions.end_role(self.grant, by=self.request.user, note=form.cleaned_data["reason"])
        messages.success(self.request, _("The role has ended."))
        return redirect(self.grant.user)

    def get_context_data(self, **kwargs):
        return super().get_context_data(grant=self.grant, **kwargs)
