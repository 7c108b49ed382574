"""Benchmarks: one command each, see README.md. Nothing here is imported by the application or timed by a test."""
