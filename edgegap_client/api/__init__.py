"""The low-level functions: a module per group, in it a module per operation with `sync`, `sync_detailed`,
`asyncio` and `asyncio_detailed`.

    from edgegap_client.api.applications import list_applications

    result = list_applications.sync(client=edgegap)

Written by `make generate`; do not edit.
"""
