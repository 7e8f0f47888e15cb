from kept.records.people.services.access import (
    AccessRefused,
    PasswordChanged,
    change_roles,
    choose_password,
    deactivate_person,
    reactivate_person,
    set_password,
)
from kept.records.people.services.competences import (
    CompetenceDetails,
    CompetenceOverlaps,
    name_skill,
    record_competence,
)
from kept.records.people.services.offices import (
    OfficeDetails,
    join_office,
    leave_office,
    open_office,
)
from kept.records.people.services.persons import (
    EmailTaken,
    PersonDetails,
    Preferences,
    UsernameTaken,
    change_preferences,
    create_person,
)

__all__ = [
    "AccessRefused",
    "CompetenceDetails",
    "CompetenceOverlaps",
    "EmailTaken",
    "OfficeDetails",
    "PasswordChanged",
    "PersonDetails",
    "Preferences",
    "UsernameTaken",
    "change_preferences",
    "change_roles",
    "choose_password",
    "create_person",
    "deactivate_person",
    "join_office",
    "leave_office",
    "name_skill",
    "open_office",
    "reactivate_person",
    "record_competence",
    "set_password",
]
