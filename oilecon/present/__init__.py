"""Tables, charts, maps and pages for readers. Nothing in this package changes a value."""
