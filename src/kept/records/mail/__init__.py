"""Mail that comes in: taken from mailboxes, read, and made part of cases."""
