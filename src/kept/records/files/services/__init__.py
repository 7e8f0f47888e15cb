from kept.records.files.folder import Damaged, DiskFull
from kept.records.files.limits import (
    FileEmpty,
    FileTooLarge,
    TooManyFiles,
    TooMuchOfCase,
    TooMuchOfCustomer,
)
from kept.records.files.pictures import PictureBroken, PictureTooLarge
from kept.records.files.services.attaching import (
    Attached,
    NewFile,
    NotTaken,
    ReadyFile,
    attach_file,
    attach_files,
    attach_ready,
    ready_file,
)
from kept.records.files.services.clearing import clear_orphans
from kept.records.files.services.keeping import keep_bytes, read_bytes
from kept.records.files.services.of_policies import add_policy_document
from kept.records.files.services.withdrawing import AttachmentNotFound, withdraw_attachment

__all__ = [
    "Attached",
    "AttachmentNotFound",
    "Damaged",
    "DiskFull",
    "FileEmpty",
    "FileTooLarge",
    "NewFile",
    "NotTaken",
    "PictureBroken",
    "PictureTooLarge",
    "ReadyFile",
    "TooManyFiles",
    "TooMuchOfCase",
    "TooMuchOfCustomer",
    "add_policy_document",
    "attach_file",
    "attach_files",
    "attach_ready",
    "clear_orphans",
    "keep_bytes",
    "read_bytes",
    "ready_file",
    "withdraw_attachment",
]
