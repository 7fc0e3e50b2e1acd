"""The launch campaign: thousands of launches against a sandbox that fails, lies, has outages, and kills processes.

    python -m tests.chaos --launches 5000 --seed 1       exits with 1 when anything was left behind, doubled or lost
    python -m tests.chaos --kills 10 --launches 300      only processes that are killed, and one recovery
    python -m tests.chaos --waiting 1000                 measures that many launches that wait at once

Half of the launches are asynchronous, half synchronous, all over real sockets against a sandbox in a process of its
own, with its rate limits on. Some are made by processes with a ledger, which are killed at random moments. What happens
to a launch depends on the seed and its number alone, not on the order in which requests come: a launch carries its
number in a tag, so that the sandbox knows whose request it is.
"""
