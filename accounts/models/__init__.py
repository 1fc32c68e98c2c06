"""Tables of people: who they are, where they work, what they may do, what they want to hear."""

from accounts.models.audit import AuditEntry
from accounts.models.deletion import DeletionRequest
from accounts.models.organisations import Organisation, Region
from accounts.models.preferences import ContactPreference
from accounts.models.profile import Profile
from accounts.models.programmes import Programme, ProgrammeRole
from accounts.models.user import User, UserManager

__all__ = [
    "AuditEntry",
    "ContactPreference",
    "DeletionRequest",
    "Organisation",
    "Profile",
    "Programme",
    "ProgrammeRole",
    "Region",
    "User",
    "UserManager",
]
