"""The pure domain: dates, criteria, verdicts, reasons. No web, file, base or clock; the day is an argument."""
