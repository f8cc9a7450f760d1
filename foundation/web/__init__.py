"""What every page shares: base templates, forms, paging, errors, headers, static files, API object."""
