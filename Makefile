# A thin face over CMake. On a fresh Debian 12 machine `make demo` and `make test` each work as the only command.
.PHONY: all build demo test asan fuzz bench tidy format setup clean
.DEFAULT_GOAL := build

JOBS ?= $(shell nproc)
FUZZ_SECONDS ?= 60

setup:
	@tools/setup

# The program alone: build/release/aboveboard.
build: setup
	@cmake --preset release --log-level=WARNING
	@cmake --build --preset release -j $(JOBS) --target aboveboard

# Builds, then audits the two releases that come with the project.
demo: build
	@for release in examples/open-release examples/weights-only; do \
	  printf '\n$$ aboveboard audit %s\n' $$release; build/release/aboveboard audit $$release || exit; done

# Builds everything and runs every test. The last line reads: N passed, N failed.
test: setup
	@cmake --preset release --log-level=WARNING
	@cmake --build --preset release -j $(JOBS)
	@tools/run_tests build/release -j $(JOBS)

# The same tests under the address and undefined-behavior sanitizers.
asan:
	@tools/setup clang
	@cmake --preset asan --log-level=WARNING
	@cmake --build --preset asan -j $(JOBS)
	@tools/run_tests build/asan -j $(JOBS)

# Every libFuzzer target for a minute each, beginning from its corpus. New inputs go to build/fuzz/found.
fuzz:
	@tools/setup clang
	@cmake --preset fuzz --log-level=WARNING
	@cmake --build --preset fuzz -j $(JOBS) --target fuzzers
	@for target in build/fuzz/*_fuzz; do \
	  name=$$(basename $$target _fuzz); mkdir -p build/fuzz/found/$$name tests/fuzz/corpora/$$name; \
	  echo "== $$name"; \
	  $$target -max_total_time=$(FUZZ_SECONDS) -timeout=5 -rss_limit_mb=1024 -print_final_stats=1 -verbosity=0 \
	    -artifact_prefix=build/fuzz/found/$$name- build/fuzz/found/$$name tests/fuzz/corpora/$$name || exit; done

# Times the program on a sparse terabyte of weights and on the examples; the readers of weights; a thousand releases listed; a terabyte on a hub that runs here, against the hub's own client;
# then the license engine: how true it is, and how fast.
bench: build
	@failed=0; for bench in audit_bench rules_bench weights_bench list_bench hub_bench; do bench/$$bench --binary build/release/aboveboard || failed=1; done; \
	  bench/license_table --build build/release && [ $$failed = 0 ]

tidy:
	@tools/setup clang
	@cmake --preset tidy --log-level=WARNING
	@cmake --build --preset tidy -j $(JOBS)

format:
	@tools/setup clang
	@git ls-files '*.cc' '*.h' | xargs clang-format-19 -i

clean:
	@rm -rf build
