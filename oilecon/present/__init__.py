"""What a person reads: tables and text. Nothing here changes a value."""
