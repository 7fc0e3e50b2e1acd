"""The code that openapi-python-client generates, a folder for each service. Never edit it."""
