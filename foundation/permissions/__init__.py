"""Who may do what, where and until when: appointments, scopes, the one map of permissions, the doors of the site."""
