# `make demo` and `make test` install their requirements: the client and the sandbox in .venv-demo, the locked tools in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help

help:  ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 26

# $(call install,WHAT,REQUIREMENTS,MORE) creates the environment of the target FOLDER/.ready. It runs pip for REQUIREMENTS,
# and again for MORE if MORE is not empty. It touches the target last, so the next run repeats an interrupted installation.
# It checks the version of PYTHON before it writes anything. It upgrades pip first, because an older pip has no dependency groups.
VERSION = $(shell $(PYTHON) -c 'import sys; print(*sys.version_info[:2], sep=".")' 2>/dev/null)
SUPPORTED = $(filter-out 2.% $(addprefix 3.,0 1 2 3 4 5 6 7 8 9 10),$(VERSION))
define install
$(if $(SUPPORTED),,$(error Python 3.11 or newer is needed, but $(PYTHON) is $(or $(VERSION),not installed): use "make $(MAKECMDGOALS) PYTHON=/path/to/python3.11"))
@echo "Installing $(1) in $(@D) (once) ..."
@$(PYTHON) -m venv $(if $(wildcard $@),,--clear) $(@D)
@$(@D)/bin/python -m pip install --quiet --upgrade 'pip>=25.1'
@$(@D)/bin/python -m pip install --quiet $(2)
$(if $(3),@$(@D)/bin/python -m pip install --quiet $(3))
@touch $@
endef

venv: $(READY)  ## Create .venv with the package and the locked tools

# The lock also has the build requirements of the package, so pip checks the hash of everything except the package itself.
LOCK := tests/requirements.txt
LOCKED = --require-hashes --requirement
PACKAGE = --no-deps --no-build-isolation --editable .
$(READY): pyproject.toml $(LOCK)
	$(call install,the client and the locked tools,$(LOCKED) $(LOCK),$(PACKAGE))

.venv-lock/.ready: pyproject.toml
	$(call install,uv,uv==0.13.9)

# $(call compile,GROUP,LOCK,MORE,PYTHON) writes a lock for all systems and for all Python versions from PYTHON (default: 3.11) on.
# With UPGRADE=1, uv upgrades each package without a pin in pyproject.toml.
define compile
@echo "Writing $(2) ..."
@.venv-lock/bin/uv pip compile --quiet --universal --python-version $(or $(4),3.11) --group $(1) --generate-hashes --no-annotate \
	--no-emit-index-url --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade) --output-file $(2) $(3)
endef

lock: .venv-lock/.ready  ## Write the locks of the tools from the groups in pyproject.toml; UPGRADE=1 upgrades them
	$(call compile,dev,$(LOCK),--all-extras pyproject.toml)
	$(call compile,contract,tests/contract/requirements.txt,--extra sandbox pyproject.toml)
	$(call compile,observers,tests/observers/requirements.txt,--extra sandbox pyproject.toml)
	$(call compile,mutants,tests/mutants/requirements.txt)
	$(call compile,docs,docs/requirements.txt,,3.11.5)

.venv-demo/.ready: pyproject.toml
	$(call install,the client and the sandbox,--editable '.[sandbox]')

demo: .venv-demo/.ready  ## Run the quickstart, a lost response and a short game against a local sandbox, without a token
	.venv-demo/bin/python -m edgegap_client.sandbox --ready-after 1 -- .venv-demo/bin/python examples/quickstart.py
	.venv-demo/bin/python examples/lost_response.py
	.venv-demo/bin/python examples/whole_game.py --players 12

# All of these targets run, even if one fails. The type checkers run before the tests, because each needs all CPU cores.
test: $(READY)  ## Check and test the package; `make test-repository` tests the rest of the repository
	@$(MAKE) --no-print-directory --keep-going lint spec check-generated types pytest

lint: $(READY)  ## Check the code style, the format and the vocabulary
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python docs/words.py

format: $(READY)  ## Fix the code style and the format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(READY)  ## Check the types with strict mypy and strict pyright
	$(BIN)/mypy edgegap_client examples tests openapi/*.py docs/*.py
	$(BIN)/mypy --platform win32 --cache-dir .mypy_cache/win32 edgegap_client
	$(BIN)/pyright

spec: $(READY)  ## Validate the specifications in openapi/
	$(BIN)/openapi-spec-validator $(filter-out openapi/known-differences.yaml,$(wildcard openapi/*.yaml))

generate: $(READY)  ## Generate the code from the specifications in openapi/
	$(BIN)/python openapi/generate.py

check-generated: $(READY)  ## Fail if the generated code does not match the specifications
	$(BIN)/python openapi/generate.py --check

drift: $(READY)  ## Compare openapi/ with Edgegap's documents; UPSTREAM="v1.yaml https://..." SERVICE=name RECORD=1
	$(BIN)/python openapi/drift.py $(if $(SERVICE),--service $(SERVICE)) $(if $(RECORD),--record) $(UPSTREAM)

drift-issue: $(READY)  ## Run drift and open an issue on GitHub if it finds a difference; ARGS=--dry-run prints the issue
	@$(BIN)/python openapi/drift_issue.py $(ARGS)

spec-diff: $(READY)  ## List the changes for users and in generated files since BASE (a tag or commit); CHECK=1 fails if a breaking change has no new version or changelog line
	@$(BIN)/python openapi/spec_diff.py $(if $(CHECK),--check) $(BASE)

WORKERS ?= 4
PYTEST = $(BIN)/python -m pytest --quiet --numprocesses $(WORKERS)
# A test that fails in parallel runs once more, alone. If it fails again, the run fails. `.ci/run` lists such tests at its end.
AGAIN = $(BIN)/python -m pytest --quiet --last-failed --last-failed-no-failures none --maxfail 1
# The tests of reliability also run with aiohttp.
ON_AIOHTTP := $(patsubst %,tests/test_%.py,client faults deadlines errors retries launch pending)

pytest: $(READY)  ## Run the tests of the package, without the other checks
	$(PYTEST) --dist worksteal --ignore tests/repository tests || $(AGAIN) tests
	export EDGEGAP_BACKEND=aiohttp; $(PYTEST) --dist worksteal $(ON_AIOHTTP) || $(AGAIN) $(ON_AIOHTTP)

test-repository: $(READY)  ## Test the generator, the documentation, the releases and the other tools of the repository
	$(PYTEST) --dist loadgroup tests/repository || $(AGAIN) tests/repository

build/dependencies/%.txt: pyproject.toml openapi/dependencies.py
	@mkdir -p $(@D)
	@$(PYTHON) openapi/dependencies.py $* >$@.new && mv $@.new $@

.venv-%/.ready: build/dependencies/%.txt
	$(call install,the $* allowed dependencies,--editable . --requirement $<)

.PRECIOUS: build/dependencies/%.txt .venv-%/.ready

# TESTS="tests/test_client.py ..." runs only these files. The lowest target deselects one test, because the instrumentation of
# httpx for the lowest OpenTelemetry version does not count requests.
ALLOWED = $(or $(TESTS),--ignore tests/repository tests)
test-lowest: .venv-lowest/.ready  ## Run the tests of the package with the lowest allowed versions of its dependencies
	.venv-lowest/bin/python -m pytest --quiet --numprocesses $(WORKERS) --dist worksteal \
		--deselect tests/test_otel.py::test_a_call_has_one_duration_beside_those_of_its_requests $(ALLOWED)

test-newest: .venv-newest/.ready  ## Run the tests of the package with the newest versions of its dependencies and of the test tools
	.venv-newest/bin/python -m pytest --quiet --numprocesses $(WORKERS) --dist worksteal $(ALLOWED)

# These tools patch httpx for a whole process and have many requirements, so they have a separate environment.
.venv-observers/.ready: pyproject.toml tests/observers/requirements.txt
	$(call install,the tools that observe or mock httpx,$(LOCKED) tests/observers/requirements.txt,$(PACKAGE))

test-observers: .venv-observers/.ready  ## Test that respx, vcrpy, Sentry, OpenTelemetry and similar tools see each request once
	.venv-observers/bin/mypy tests/observers/*.py
	.venv-observers/bin/python -m tests.observers $(ARGS)

.venv-mutants/.ready: tests/mutants/requirements.txt
	$(call install,cosmic-ray,$(LOCKED) tests/mutants/requirements.txt)

mutants: $(READY) .venv-mutants/.ready  ## Plant defects in the core and count the defects that the tests find; ARGS="--seed 2 --minutes 10 _core/paging"
	$(BIN)/python -m tests.mutants $(ARGS)

# This takes about twice as long as `make pytest`. It includes test_vendor.py, because vendor.py is a module of the package.
coverage: $(READY)  ## Run the tests of the package and fail if they cover too few lines or branches of the hand-written code
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest --quiet --numprocesses $(WORKERS) --dist worksteal --ignore tests/repository $(or $(TESTS),tests) || \
		$(BIN)/coverage run $(AGAIN:$(BIN)/python=) tests
	$(BIN)/coverage run -m pytest --quiet --numprocesses $(WORKERS) --dist loadgroup tests/repository/test_vendor.py
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report --skip-covered --show-missing
	$(BIN)/coverage json --quiet -o build/coverage.json
	$(BIN)/python tests/check_coverage.py build/coverage.json

.venv-contract/.ready: pyproject.toml tests/contract/requirements.txt
	$(call install,schemathesis,$(LOCKED) tests/contract/requirements.txt,$(PACKAGE))

# Our OpenAPI documents must work with common tools. Most of these tools are npm packages. Without npm, the run reports them as skipped.
.node-contract/.ready: tests/contract/package-lock.json
	@echo "Installing Redocly, Spectral and Prism in $(@D) (once) ..."
	@mkdir -p $(@D)
	@cp tests/contract/package.json tests/contract/package-lock.json $(@D)
	@cd $(@D) && npm ci --ignore-scripts --no-audit --no-fund --loglevel error
	@touch $@

contract: .venv-contract/.ready $(if $(shell command -v npm),.node-contract/.ready)  ## Check openapi/ with Redocly, Spectral, Prism and schemathesis
	.venv-contract/bin/python -m tests.contract $(ARGS)

notes: $(READY)  ## Print the changelog of the release TAG, such as v0.1.0; fails if the section has no date or TAG is not the version
	@$(BIN)/python openapi/spec_diff.py --release $(TAG)

dist: $(READY)  ## Build the wheel and the sdist reproducibly into dist/, and check them
	rm -rf dist
	$(BIN)/python -m build --no-isolation --outdir dist .
	$(BIN)/twine check --strict dist/*
	$(BIN)/check-wheel-contents --ignore W002 dist/*.whl  # W002: the licence is in the package, too, for vendored copies

sbom: $(READY)  ## Print the software bill of materials of the files in dist/ (CycloneDX)
	@$(BIN)/python openapi/sbom.py dist

# tox also finds each Python on PATH.
PYENV := $(wildcard $(HOME)/.pyenv/versions/3.1[1-9].*/bin/python)

# BUILT=1 tests the wheel that is in dist/ already.
test-wheel: $(if $(BUILT),$(READY),dist)  ## Run the tests against the wheel, on each installed Python or on PYTHONS="3.11 3.12"
	rm -rf build/installed
	mkdir -p build/installed
	tar -xzf dist/*.tar.gz -C build/installed --strip-components 1
	rm -r build/installed/edgegap_client
	$(BIN)/tox run $(if $(PYENV),--discover $(PYENV)) --root build/installed --conf build/installed/pyproject.toml \
		--workdir $(CURDIR)/build/tox --installpkg dist/*.whl $(addprefix -e ,$(PYTHONS))

faults: $(READY)  ## Run the fault campaign: 10,000 requests against faults
	$(BIN)/python -m tests.fault_campaign

interrupts: $(READY)  ## Run the interrupt campaign: exceptions from signal handlers at thousands of moments
	$(BIN)/python -m tests.interrupts --moments 2000 --seed 1

chaos: $(READY)  ## Run the launch campaign: 5,000 launches against faults
	EDGEGAP_CHAOS=1 EDGEGAP_MODEL_EXAMPLES=200 $(BIN)/python -m pytest --quiet tests/test_ledger_model.py tests/test_redis_ledger.py
	$(BIN)/python -m tests.chaos --launches 5000 --seed 1

crowd: $(READY)  ## Run the crowd campaign: 10,000 players of the preview services against faults
	EDGEGAP_MODEL_EXAMPLES=1000 $(BIN)/python -m pytest --quiet tests/test_matchmaker_model.py
	$(BIN)/python -m tests.crowd --tickets 10000 --seed 1

live: $(READY)  ## Check unconfirmed facts against the live service; costs money; ARGS="--max-deployments 2 --max-minutes 20 ..."
	$(BIN)/python -m tests.live $(ARGS)

vendor: $(READY)  ## Copy the package into the folder DEST; ARGS="--check" checks the copy
	$(BIN)/python -m edgegap_client.vendor $(if $(DEST),"$(DEST)",$(error DEST is not set: use "make vendor DEST=src/game/_vendor/edgegap")) $(ARGS)

.venv-bench/.ready: pyproject.toml benchmarks/requirements.txt
	$(PYTHON) -m venv .venv-bench
	.venv-bench/bin/pip install --quiet --editable . -r benchmarks/requirements.txt
	@touch $@

bench: .venv-bench/.ready  ## Compare the speed with raw httpx and other clients (about 10 minutes)
	.venv-bench/bin/python -m benchmarks $(ARGS)

bench-replicas: $(READY)  ## Count the Redis commands of replicas, and simulate 100 replicas (about 10 minutes); needs redis-server
	$(BIN)/python -m benchmarks.redis_commands
	$(BIN)/python -m benchmarks.replicas

# The documentation has a separate environment, because `make test` does not need its tools.
.venv-docs/.ready: docs/requirements.txt
	$(call install,the generator of the site,$(LOCKED) docs/requirements.txt)

docs: .venv-docs/.ready  ## Build the documentation strictly into build/site, without a network; TAG="v0.1.0 ..." builds releases into build/versions
	$(if $(TAG),.venv-docs/bin/python docs/versions.py $(TAG),NO_MKDOCS_2_WARNING=1 .venv-docs/bin/mkdocs build)

clean:  ## Remove the environments, the builds and the caches of tools
	rm -rf $(VENV) .venv-* .node-contract dist build .pytest_cache .mypy_cache .ruff_cache
	find . -name __pycache__ -prune -exec rm -rf {} +

.PHONY: help venv lock demo test test-repository test-lowest test-newest test-observers mutants coverage contract lint format types spec generate check-generated drift drift-issue spec-diff pytest notes dist sbom test-wheel faults interrupts chaos crowd live bench bench-replicas vendor docs clean
