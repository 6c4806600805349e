# shellcheck shell=bash
# The stages of ./test: what each one does, and what it needs on the machine. A stage runs in a
# shell of its own with `set -e`, from the top folder; its first failing command fails it.
#
# To add one: its name in `stages`, a line in `stage_about`, what it needs in `stage_needs`, and a
# function `stage_NAME`. docs/TESTING.md has a row for each. ./test sets `test_names` (what Rust tests
# were asked for) and `stage_log` (a file that keeps what cargo test said, to count from).
#
# shellcheck disable=SC2034,SC2154 # both ways across to ./test

set -euo pipefail

readonly stages=(scripts format lint deny rust web api browser)

stage_about() {
  case $1 in
    scripts) say "the shell scripts, read by shellcheck" ;;
    format) say "cargo fmt --check" ;;
    lint) say "everything is built, and clippy reads it on the way; warnings are errors" ;;
    deny) say "licences, banned crates, sources, advisories" ;;
    rust) say "unit, integration and doc tests, on SQLite and a throw-away PostgreSQL" ;;
    web) say "the screens: types, unit tests, build" ;;
    api) say "the generated API client against docs/openapi.json" ;;
    browser) say "the main journeys in headless Chromium" ;;
    *) return 1 ;;
  esac
}

# The stage that runs beside this one. The screens are built long before the program that carries them
# is compiled; after it, it would be compiled once more.
stage_beside() {
  case $1 in lint) say web ;; esac
}

stage_needs() {
  case $1 in
    scripts) require_shellcheck ;;
    format) require_rust && require_rust_checks ;;
    lint) require_basics && require_rust && require_rust_checks ;;
    deny) require_basics && require_rust && require_cargo_deny ;;
    rust)
      require_basics && require_rust && require_rust_checks && require_postgres && prefer_fuse &&
        require_chinese_font && require_pdftotext
      ;;
    web | api) ! has_web || require_node ;;
    browser) ! has_web || { require_basics && require_rust && require_rust_checks && require_node && require_chromium; } ;;
  esac
}

stage_scripts() {
  shellcheck -x run test .ci/run scripts/*.sh
}

stage_format() {
  cargo fmt --all --check
}

# Clippy's driver is the compiler with more lints, so it may compile our crates in the compiler's
# place: each library is then compiled once, and not once more to be looked at only. Every stage that
# builds does it this way, or the second would build again what the first did. Nothing that is
# delivered is compiled so: clippy leaves out what the compiler does to its own intermediate code.
lint_while_building() {
  export RUSTC_WORKSPACE_WRAPPER=clippy-driver
  export CLIPPY_ARGS='-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__'
}

stage_lint() {
  lint_while_building
  rust_built
}

# Builds all that is tested, the house's tests among it; nothing to do where it stands.
rust_built() {
  cargo test --workspace --locked --no-run --lib --bins --examples --test '*' "$@"
}

stage_deny() {
  cargo deny --locked check --hide-inclusion-graph bans licenses sources
  local log
  log=$(mktemp)
  # shellcheck disable=SC2064 # the name as it is now
  trap "rm -f '$log'" EXIT
  if timeout 90 cargo deny --locked fetch db >"$log" 2>&1; then
    cargo deny --locked check --disable-fetch advisories
  else
    say "advisories: SKIPPED, the advisory database could not be fetched:"
    say "  $(grep -v '^[[:space:]]*$' "$log" | tail -n 1 | cut -c1-200 || true)"
  fi
}

# side_by_side FIRST SECOND: two functions at once. What the second says is shown when the first has ended, whichever failed.
side_by_side() {
  local log first second failed=0
  log=$(mktemp)
  "$2" >"$log" 2>&1 &
  second=$!
  "$1" &
  first=$!
  wait "$first" || failed=$?
  wait "$second" || failed=$?
  cat "$log"
  rm -f "$log"
  return "$failed"
}

# Every test of every crate; more at a time than there are processors, because most wait for a disk, a
# clock or a server, and the house's tests beside the others. Names given to ./test are passed on, as
# cargo test takes them; then it is a failure when none of them names a test.
stage_rust() {
  lint_while_building
  export RUST_TEST_THREADS=${RUST_TEST_THREADS:-$((2 * $(nproc)))}
  postgres_in_memory
  rust_built --quiet
  side_by_side rust_others rust_house
  [ "${#test_names[@]}" = 0 ] || [ "$(rust_count "$stage_log" passed)" -gt 0 ] \
    || die "no test has a name with: ${test_names[*]}"
}

# Some hundred databases come and go, of some hundred files each: on a disk, finding places for them
# takes a quarter of the processors. What measures durability (fengsui bench) stays on a disk.
postgres_in_memory() {
  local room memory
  [ -z "${FENGSUI_TEST_TMP:-}" ] || return 0
  room=$(df --output=avail --block-size=1M /dev/shm 2>/dev/null | tail -n 1)
  memory=$(awk '/^MemAvailable:/ { print int($2 / 1024) }' /proc/meminfo)
  if [ "${room:-0}" -ge 4096 ] && [ "${memory:-0}" -ge 8192 ]; then export FENGSUI_TEST_TMP=/dev/shm; fi
}

rust_house() {
  rust_tests --test house -- "${test_names[@]}"
}

rust_others() {
  rust_tests -- "${test_names[@]}"
}

# rust_tests OPTION OF cargo test…: on SQLite and a throw-away PostgreSQL.
rust_tests() {
  scripts/postgres.sh with -- cargo test --workspace --locked --no-fail-fast "$@" | tee -a "$stage_log"
}

# rust_count LOG passed|ignored: the sum over cargo test's own closing lines.
rust_count() {
  awk -v word="$2;" '/^test result:/ { for (i = 2; i <= NF; i++) if ($i == word) n += $(i - 1) } END { print n + 0 }' "$1"
}

no_web() {
  has_web && return 1
  say "no web/ yet: nothing to do"
}

stage_web() {
  no_web && return 0
  web_packages
  (cd web && npm run check && npm test)
  web_build
}

stage_api() {
  no_web && return 0
  web_packages
  (cd web && npm run api:check)
}

# The binary is the one that the rust stage left.
stage_browser() {
  no_web && return 0
  web_packages
  web_build
  lint_while_building
  rust_built --quiet
  FENGSUI_BIN=$(target_dir)/debug/fengsui
  [ -x "$FENGSUI_BIN" ] || die "no server at $FENGSUI_BIN"
  export FENGSUI_BIN
  (cd web && npm run journeys)
}
