"""Mutation tests: how many small defects of the hand-written core its tests notice. `make mutants` runs them."""
