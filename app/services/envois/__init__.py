"""Reminders on their way: planned, claimed, handed to a provider, accounted for."""
