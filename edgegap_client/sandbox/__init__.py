"""A local Edgegap to try things on: stateful, without an account, a token or a network.

In the process, for tests (nothing is sent anywhere; httpx calls the application directly)::

    sandbox = Sandbox()
    sandbox.push_image("game-server", "1.0.0", token="anything")
    http = httpx.AsyncClient(transport=sandbox.transport(), base_url=sandbox.base_url)

On a real port, for any client and any language::

    with Sandbox(max_applications=2, max_versions=2).serve() as base_url:
        ...  # base_url is http://127.0.0.1:<a free port>

Or from a shell: `python -m edgegap_client.sandbox --port 8080`.

Each token is an organisation of its own, empty at first. Requests are checked against the OpenAPI specification that
the client was generated from. Operations that the sandbox does not have yet answer 501.
"""

try:
    from .sandbox import RequestRecord, Sandbox
except ModuleNotFoundError as error:
    if error.name not in ("jsonschema", "starlette", "uvicorn"):
        raise
    raise ImportError(
        f'The sandbox needs {error.name}, which is not installed: pip install "edgegap-client[sandbox]"'
    ) from error

__all__ = ["RequestRecord", "Sandbox"]
