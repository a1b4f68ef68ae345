"""How the list of users can be narrowed."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, RoleGrant, Unit, User


class UserFilter(django_filters.FilterSet):
    """By name, number or address, role and unit."""

    q = django_filters.CharFilter(label=_("Name, number or e-mail"), method="search")
    role = django_filters.ChoiceFilter(label=_("Role"), choices=Role.choices, method="holding")
    unit = django_filters.ModelChoiceFilter(label=_("Unit"), queryset=Unit.objects.all())
    is_active = django_filters.BooleanFilter(label=_("May sign in"))

    primary = ["q", "role"]

    class Meta:
        model = User
        fields = ["q", "role", "unit", "is_active"]

    def search(self, queryset, name, value):
        return queryset.filter(
            Q(name_zh__icontains=value)
            | Q(name_en__icontains=value)
            | Q(email__icontains=value)
            | Q(staff_number=value)
            | Q(student_number=value)
        )

    def holding(self, queryset, name, value):
        return queryset.filter(pk__in=RoleGrant.objects.in_force().filter(role=value).values("user"))
