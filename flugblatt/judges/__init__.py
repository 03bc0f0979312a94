"""The judges: they read finished bytes and share no code with what made them."""
