#!/usr/bin/env bash
# A PostgreSQL that is thrown away: a fresh cluster in a temporary folder, on a free port, gone
# afterwards. Any number run side by side, and one that the machine runs itself is not touched.
#
#   scripts/postgres.sh with -- COMMAND…   the command sees FENGSUI_TEST_POSTGRES (a URL)
#   eval "$(scripts/postgres.sh start)"    the same for a shell; then: scripts/postgres.sh stop
#
# Durability is measured on it: fsync and synchronous_commit stay on, and the data lies under
# /var/tmp, since /tmp may be memory. FENGSUI_TEST_TMP names another disk.

# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

temporary=${FENGSUI_TEST_TMP:-/var/tmp}
folder=''
url=''

usage() {
  sed -n '2,9s/^# \{0,1\}//p' "$0"
}

# PostgreSQL refuses to run as root: then its own user runs it, or nobody.
server_user() {
  [ "$(id -u)" = 0 ] || return 0
  local name
  for name in postgres nobody; do
    if id "$name" >/dev/null 2>&1; then
      printf '%s' "$name"
      return 0
    fi
  done
  die "PostgreSQL refuses to run as root and there is neither a user postgres nor nobody"
}

as_server() {
  local user
  user=$(server_user)
  # From a folder that user may enter: this one may lie below /root.
  if [ -n "$user" ]; then
    (cd / && runuser -u "$user" -- "$@")
  else
    "$@"
  fi
}

# A port below the ones the kernel hands out by itself; the server has the last word on whether it is free.
free_port() {
  local port
  while :; do
    port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
    if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      printf '%s' "$port"
      return 0
    fi
  done
}

# Clusters whose owner was killed outright, so that no trap of its own could run.
sweep() {
  local old owner
  for old in "$temporary"/fengsui-postgres.*; do
    [ -f "$old/owner" ] || continue
    [ -O "$old" ] || [ "$(id -u)" = 0 ] || continue
    owner=$(cat "$old/owner")
    kill -0 "$owner" 2>/dev/null || remove "$old"
  done
}

# remove FOLDER: stop the server in it, if one runs, and delete it.
remove() {
  local bin
  bin=$(postgres_bin)
  [ ! -e "$1/data/postmaster.pid" ] \
    || as_server "$bin/pg_ctl" stop --silent --mode immediate --timeout 30 -D "$1/data" >/dev/null 2>&1 || true
  rm -rf -- "$1"
}

# Starts a cluster; leaves its folder in $folder and its address in $url.
start() {
  local bin user port try
  require_postgres
  bin=$(postgres_bin)
  user=$(server_user)
  sweep
  folder=$(mktemp -d "$temporary/fengsui-postgres.XXXXXX")
  [ -z "${owned:-}" ] || printf '%s\n' "$$" >"$folder/owner"
  [ -z "$user" ] || chown "$user" "$folder"
  as_server "$bin/initdb" -D "$folder/data" --username postgres --auth trust \
    --encoding UTF8 --locale C.UTF-8 --no-sync >"$folder/initdb.log" 2>&1 \
    || { cat "$folder/initdb.log" >&2; die "initdb failed"; }
  cat >>"$folder/data/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
unix_socket_directories = '$folder'
max_connections = 300
fsync = on
synchronous_commit = on
full_page_writes = on
shared_preload_libraries = ''
timezone = 'UTC'
log_timezone = 'UTC'
CONF
  for try in 1 2 3 4 5; do
    port=$(free_port)
    if as_server "$bin/pg_ctl" start --silent --wait --timeout 60 -D "$folder/data" \
      -l "$folder/server.log" -o "-p $port" >/dev/null 2>&1 \
      && "$bin/pg_isready" -q -h 127.0.0.1 -p "$port" -t 30; then
      url="postgres://postgres@127.0.0.1:$port/postgres"
      return 0
    fi
    note "PostgreSQL did not start on port $port (try $try of 5)"
  done
  tail -n 20 "$folder/server.log" >&2
  die "PostgreSQL did not start"
}

case ${1:-} in
  start)
    trap '[ -n "$url" ] || [ -z "$folder" ] || remove "$folder"' EXIT
    start
    printf 'export FENGSUI_TEST_POSTGRES=%q FENGSUI_TEST_POSTGRES_DIR=%q\n' "$url" "$folder"
    ;;
  stop)
    folder=${2:-${FENGSUI_TEST_POSTGRES_DIR:-}}
    [ -n "$folder" ] || die "which cluster? Name its folder: scripts/postgres.sh stop FOLDER"
    [ -d "$folder/data" ] || die "no cluster in $folder"
    remove "$folder"
    ;;
  with)
    shift
    [ "${1:-}" != -- ] || shift
    [ $# -gt 0 ] || die "with what? scripts/postgres.sh with -- COMMAND…"
    trap '[ -z "$folder" ] || remove "$folder"' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    owned=yes
    start
    export FENGSUI_TEST_POSTGRES=$url
    tracked "$@"
    exit "$tracked_status"
    ;;
  -h | --help) usage ;;
  *)
    usage >&2
    exit 2
    ;;
esac
