from kept.records.people.models.competence import Competence, Skill
from kept.records.people.models.office import Membership, Office
from kept.records.people.models.person import Language, Person, Role, Theme

__all__ = [
    "Competence",
    "Language",
    "Membership",
    "Office",
    "Person",
    "Role",
    "Skill",
    "Theme",
]
