#!/bin/sh
# dbip-update.sh [--daily] FOLDER: brings the free databases of DB-IP, which need no account, to FOLDER:
#
#   dbip-city-lite.mmdb.gz  dbip-asn-lite.mmdb.gz
#
# They appear once a month. A month that is there already is not fetched again, so it may run every day; with --daily it does so
# itself, until it is ended. A new file takes the old one's place at once, and only when it is whole: gzip's check sum must be right,
# and a SHA-256 that was given. Where there is a jisu-logs on the PATH, it must be able to read it, too. Else the old file stays.
#
# Exit code: 0 where both files are of the newest month, 1 where one is not.
#
# In the environment:
#   DBIP_URL           where they are (https://download.db-ip.com/free)
#   DBIP_MONTH         this month only, such as 2026-11 (the current one, or the one before it while that is not there yet)
#   DBIP_CITY_SHA256   the SHA-256 that the city file of that month must have, in hexadecimal, as from "sha256sum"
#   DBIP_ASN_SHA256    that of the ASN file
#
# Needs a POSIX shell, curl and gzip. "IP Geolocation by DB-IP" (https://db-ip.com), under CC BY 4.0: whoever shows what came of
# them names that source.
set -u

url=${DBIP_URL:-https://download.db-ip.com/free}
max_bytes=1073741824

say() { echo "dbip-update: $*" >&2; }

months() {
  if [ -n "${DBIP_MONTH:-}" ]; then
    echo "$DBIP_MONTH"
    return
  fi
  year=$(date -u +%Y)
  month=$(date -u +%m)
  month=${month#0}
  printf '%04d-%02d\n' "$year" "$month"
  if [ "$month" -eq 1 ]; then
    printf '%04d-12\n' $((year - 1))
  else
    printf '%04d-%02d\n' "$year" $((month - 1))
  fi
}

# is FILE SHA256: whether it has this check sum, where one was given.
is() {
  [ -z "$2" ] || [ "$(sha256sum <"$1" | cut -d ' ' -f 1)" = "$2" ]
}

# whole FILE SHA256: whether a file may be used.
whole() {
  if ! gzip -t "$1" 2>/dev/null; then
    say "what came is no gzip file, or is cut off"
    return 1
  fi
  if ! is "$1" "$2"; then
    say "what came has not the SHA-256 $2"
    return 1
  fi
  if command -v jisu-logs >/dev/null 2>&1 && ! jisu-logs geoip "$1" >/dev/null; then
    return 1
  fi
}

# update NAME SHA256
update() {
  file=$folder/$1.mmdb.gz
  sum=$(printf %s "$2" | tr 'A-F' 'a-f')
  for month in $(months); do
    if [ -s "$file" ] && [ "$(cat "$folder/$1.month" 2>/dev/null)" = "$month" ] && is "$file" "$sum"; then
      return 0
    fi
    curl -fsSL --retry 3 --connect-timeout 20 --max-time 1800 --max-filesize "$max_bytes" \
      -o "$file.new" "$url/$1-$month.mmdb.gz"
    case $? in
    0) ;;
    22)
      say "there is no $1-$month.mmdb.gz at $url"
      continue
      ;;
    *)
      rm -f "$file.new"
      return 1
      ;;
    esac
    if ! whole "$file.new" "$sum"; then
      say "$1-$month.mmdb.gz is not used"
      rm -f "$file.new"
      return 1
    fi
    mv "$file.new" "$file" && echo "$month" >"$folder/$1.month" && say "$file is of $month now"
    return
  done
  return 1
}

update_both() {
  failed=0
  update dbip-city-lite "${DBIP_CITY_SHA256:-}" || failed=1
  update dbip-asn-lite "${DBIP_ASN_SHA256:-}" || failed=1
  return "$failed"
}

daily=no
if [ "${1:-}" = --daily ]; then
  daily=yes
  shift
fi
if [ $# -ne 1 ] || [ ! -d "$1" ]; then
  say "usage: dbip-update.sh [--daily] FOLDER, which must be there"
  exit 2
fi
folder=$1
if [ $daily = no ]; then
  update_both
  exit
fi
trap 'exit 0' TERM INT
while :; do
  update_both || say "trying again tomorrow"
  sleep 86400 &
  wait $!
done
