"""The menu of rooms above, one for each producer somebody speaks for, to which the workspace leads; from the root."""

WORKSPACE = "workspace"
"""Pages that take `producer_id`."""

PAGES = "ocop_workspace_pages"
