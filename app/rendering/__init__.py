"""Pages: frozen views with ready-to-print text, and the templates that show them. No rule of health is decided here."""
