"""The table of addresses: every URL name, who may reach it and by which methods."""

from config.access.accounts import ACCESS as ACCOUNTS
from config.access.certificates import ACCESS as CERTIFICATES
from config.access.core import ACCESS as CORE
from config.access.notifications import ACCESS as NOTIFICATIONS
from config.access.partnerships import ACCESS as PARTNERSHIPS
from config.access.programmes import ACCESS as PROGRAMMES
from config.access.reports import ACCESS as REPORTS
from config.access.training import ACCESS as TRAINING
from config.access.training_classes import ACCESS as TRAINING_CLASSES
from config.access.training_duties import ACCESS as TRAINING_DUTIES
from config.access.training_life import ACCESS as TRAINING_LIFE
from config.access.visitors import ACCESS as VISITORS

table = {
    **CORE,
    **ACCOUNTS,
    **NOTIFICATIONS,
    **PARTNERSHIPS,
    **CERTIFICATES,
    **PROGRAMMES,
    **TRAINING,
    **TRAINING_CLASSES,
    **TRAINING_LIFE,
    **TRAINING_DUTIES,
    **VISITORS,
    **REPORTS,
}
