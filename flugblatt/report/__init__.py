"""What is told of a run: the report as JSON, the certificate, the page for people, the explanations of codes."""
