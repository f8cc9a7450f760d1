"""Trade promotion: business done with the public facts of the catalogue; stands on it and knows no dossier."""
