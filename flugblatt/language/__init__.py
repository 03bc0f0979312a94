"""What is known of languages and their letters: table, fonts, shaping, words, subsets of fonts."""
