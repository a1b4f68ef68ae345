"""The administration site: repairing data with a reason, never running a workflow."""

from core.admin.importing import BoundedFormat, ImportingAdmin
from core.admin.repair import PortalAdmin, ReadOnlyAdmin, RepairForm
from core.admin.tables import PolicySettingAdmin

__all__ = [
    "BoundedFormat",
    "ImportingAdmin",
    "PolicySettingAdmin",
    "PortalAdmin",
    "ReadOnlyAdmin",
    "RepairForm",
]
