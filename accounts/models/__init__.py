"""Who people are: users, units, roles, persons and their documents."""

from accounts.models.person import IdentityDocument, Person
from accounts.models.role import Delegation, Role, RoleGrant
from accounts.models.unit import Unit
from accounts.models.user import User

__all__ = ["Delegation", "IdentityDocument", "Person", "Role", "RoleGrant", "Unit", "User"]
