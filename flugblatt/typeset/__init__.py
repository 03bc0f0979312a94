"""The archival PDFs: an edition set as book pages, aligned with its source, tagged and drawn."""
