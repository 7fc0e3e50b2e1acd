"""The crowd campaign: thousands of players against a matchmaker and a server browser that fail, and lose responses.

    python -m tests.crowd --tickets 10000 --seed 1       exits with 1 when a player is stranded or something is left

Half of the players use the asynchronous clients, half the synchronous ones, all over real sockets against services in a
process of their own, which share no code with the sandbox. What happens to a player depends on the seed and a number
alone, not on the order in which requests come. The verdict compares what the service has recorded with what each player
was told.
"""
