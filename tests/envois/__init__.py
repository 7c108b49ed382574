"""Tests of the reminders that are sent: planned, claimed, handed over, answered, counted."""
