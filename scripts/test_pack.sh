#!/usr/bin/env bash
# The pack that tests start a city with: scripts/test_pack.sh TO [--all-regions]
#
# It is the city's own pack but for two things. Its tree of regions holds four townships of a county
# and two villages of a township, because a test city is started over a hundred times and the whole
# tree is a second's work each (--all-regions keeps it). And a year whose notice of holidays has not
# been published, this one or the next, is there without a holiday: a deadline that reaches past the
# last notice is refused, as it should be, but tests go on in December.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
readonly from=$top/packs/yuncheng
readonly to=${1:?where to, such as: scripts/test_pack.sh /tmp/pack}

mkdir -p "$to"
cp -r "$from/." "$to"

tree=regions/townships_villages.csv
[ "${2:-}" = --all-regions ] || awk -F, '
  NR == 1 { print; next }
  $3 == "village" { if (kept[substr($1, 1, 9)] && ++villages[substr($1, 1, 9)] <= 2) print; next }
  ++townships[substr($1, 1, 6)] <= 4 || $3 == "zone" { kept[$1] = 1; print }
' "$from/$tree" >"$to/$tree"

this=$(date +%Y)
for year in "$this" "$((this + 1))"; do
  notice=$to/calendar/$year.json
  [ -f "$notice" ] || cat >"$notice" <<NOTICE
{
  "year": $year,
  "source": { "title": "made up for tests", "number": "none", "issued": "$this-01-01" },
  "working_days_lost": 0,
  "holidays": []
}
NOTICE
done
