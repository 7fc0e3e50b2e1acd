"""The low-level functions: a module per group, in it a module per operation with `sync`, `sync_detailed`,
`asyncio` and `asyncio_detailed`.

    from edgegap_client.api.server_browser.monitor import get_server_browser_health

    result = get_server_browser_health.sync(client=server_browser)

Written by `make generate`; do not edit.
"""
