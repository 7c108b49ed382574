"""The base on both engines: what it must never lose, and the road up and down its migrations."""
