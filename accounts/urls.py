"""The addresses of accounts."""

from allauth.socialaccount.providers.openid_connect import urls as openid_connect
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path

from accounts import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/acting/", views.Acting.as_view(), name="acting"),
    path("accounts/profile/", views.Profile.as_view(), name="profile"),
    path("accounts/users/", views.UserList.as_view(), name="user-list"),
    path("accounts/users/new/", views.UserCreate.as_view(), name="user-create"),
    path("accounts/users/<int:pk>/", views.UserDetail.as_view(), name="user-detail"),
    path("accounts/users/<int:pk>/edit/", views.UserEdit.as_view(), name="user-edit"),
    path("accounts/users/<int:pk>/grant/", views.RoleGrantCreate.as_view(), name="role-grant"),
    path("accounts/grants/<int:pk>/end/", views.RoleGrantEnd.as_view(), name="role-end"),
    path("accounts/delegations/", views.DelegationList.as_view(), name="delegation-list"),
    path("accounts/delegations/new/", views.DelegationCreate.as_view(), name="delegation-create"),
    path("accounts/delegations/<int:pk>/revoke/", views.DelegationRevoke.as_view(), name="delegation-revoke"),
    path("accounts/documents/<int:pk>/reveal/", views.NumberReveal.as_view(), name="number-reveal"),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/sessions/", include("allauth.usersessions.urls")),
    path("accounts/campus/", include("allauth.socialaccount.urls")),
    path("accounts/", include(openid_connect.urlpatterns)),
]

if settings.CAS_SERVER_URL:
    from django_cas_ng.views import LoginView, LogoutView

    urlpatterns += [
        path("accounts/cas/login/", login_not_required(LoginView.as_view()), name="cas_ng_login"),
        path("accounts/cas/logout/", LogoutView.as_view(), name="cas_ng_logout"),
    ]
