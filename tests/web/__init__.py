"""Tests of the service as seen from outside: requests in, answers out."""
