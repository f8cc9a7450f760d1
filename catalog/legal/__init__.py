"""The pages the law asks for: privacy, complaints, terms, contact. They say what other rooms do and set no rules."""
