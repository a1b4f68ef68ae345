"""The pages about people, their roles and the hats they wear."""

from accounts.views.delegations import DelegationCreate, DelegationList, DelegationRevoke
from accounts.views.numbers import NumberReveal
from accounts.views.own import Acting, Profile
from accounts.views.users import RoleGrantCreate, RoleGrantEnd, UserCreate, UserDetail, UserEdit, UserList

__all__ = [
    "Acting",
    "DelegationCreate",
    "DelegationList",
    "DelegationRevoke",
    "NumberReveal",
    "Profile",
    "RoleGrantCreate",
    "RoleGrantEnd",
    "UserCreate",
    "UserDetail",
    "UserEdit",
    "UserList",
]
