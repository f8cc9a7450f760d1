"""Languages: paths, interface text, bilingual content, Vietnamese folding and order, formats."""
