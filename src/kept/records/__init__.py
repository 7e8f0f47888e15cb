"""What is kept: Django apps, lowest first."""
