"""`make contract`: tools of others find nothing in openapi/*.yaml, and nothing in what the sandbox returns."""
