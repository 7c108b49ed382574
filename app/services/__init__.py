"""Everything that writes or goes out. Services never commit and never read a file: they receive what they need."""
