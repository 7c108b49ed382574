"""The tests. Nothing here is imported by the application."""
