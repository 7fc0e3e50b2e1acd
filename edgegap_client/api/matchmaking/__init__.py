"""The low-level functions: a module per group, in it a module per operation with `sync`, `sync_detailed`,
`asyncio` and `asyncio_detailed`.

    from edgegap_client.api.matchmaking.monitor import get_matchmaker_health

    result = get_matchmaker_health.sync(client=matchmaker)

Written by `make generate`; do not edit.
"""
