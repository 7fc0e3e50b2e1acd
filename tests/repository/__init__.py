"""Tests of what surrounds the package: the generator, the documentation, the releases, the campaigns, the vendoring."""
