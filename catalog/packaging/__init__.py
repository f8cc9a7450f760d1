"""QR codes for packages: of a product's page, or of its certificate's check; never the programme's protected mark."""
