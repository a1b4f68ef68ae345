"""The table of addresses: every URL name, who may reach it and by which methods."""

from config.access.accounts import ACCESS as ACCOUNTS
from config.access.certificates import ACCESS as CERTIFICATES
from config.access.core import ACCESS as CORE
from config.access.inbound import ACCESS as INBOUND
from config.access.notifications import ACCESS as NOTIFICATIONS
from config.access.partner_imports import ACCESS as PARTNER_IMPORTS
from config.access.partnerships import ACCESS as PARTNERSHIPS
from config.access.programmes import ACCESS as PROGRAMMES
from config.access.reports import ACCESS as REPORTS
from config.access.training import ACCESS as TRAINING
from config.access.training_classes import ACCESS as TRAINING_CLASSES
from config.access.training_duties import ACCESS as TRAINING_DUTIES
from config.access.training_life import ACCESS as TRAINING_LIFE
from config.access.visitors import ACCESS as VISITORS
from config.access.visitors_people import ACCESS as VISITORS_PEOPLE

table = {
    **CORE,
    **ACCOUNTS,
    **NOTIFICATIONS,
    **PARTNERSHIPS,
    **PARTNER_IMPORTS,
    **CERTIFICATES,
    **PROGRAMMES,
    **INBOUND,
    **TRAINING,
    **TRAINING_CLASSES,
    **TRAINING_LIFE,
    **TRAINING_DUTIES,
    **VISITORS,
    **VISITORS_PEOPLE,
    **REPORTS,
}
