"""The administration site of the portal."""

from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    """Django's administration with the portal's own site."""

    default_site = "config.admin.PortalAdminSite"
