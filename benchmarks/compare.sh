#!/bin/sh
# Sends the same lines through jisu-logs and through other tools and compares what they need. See docs/performance.md.
#
#   benchmarks/compare.sh [OPTION ...]         options of `./jisu-logs bench compare --help`
#   benchmarks/compare.sh --unpack             first fetches Debian's rsyslog and syslog-ng into target/compare; they can
#                                              not be installed side by side, but unpacked they can be run
#
# RSYSLOG_ROOT, SYSLOG_NG_ROOT: other folders with unpacked packages. LOGSTASH_HOME: a Logstash installation.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
unpacked="$here/target/compare"

unpack() {
  tool=$1
  shift
  rm -rf "${unpacked:?}/$tool"
  mkdir -p "$unpacked/$tool" "$unpacked/packages-$tool"
  (cd "$unpacked/packages-$tool" && apt-get download "$@")
  for package in "$unpacked/packages-$tool"/*.deb; do
    dpkg -x "$package" "$unpacked/$tool"
  done
}

if [ "${1:-}" = --unpack ]; then
  shift
  unpack rsyslog rsyslog rsyslog-elasticsearch libestr0 libfastjson4 liblognorm5
  unpack syslog-ng syslog-ng-core syslog-ng-scl syslog-ng-mod-http syslog-ng-mod-geoip2 libivykis0 libmaxminddb0 \
    libnet1 libpcre3 libwrap0
fi

# The folder in which a tool's packages are: the given one, the unpacked one, or the system's.
root() {
  program=$1
  modules=$2
  for folder in "$3" "$4" /; do
    if [ -n "$folder" ] && [ -x "$folder/$program" ] && find "$folder/$modules" -name "$5" 2>/dev/null | grep -q .; then
      echo "$folder"
      return
    fi
  done
}

rsyslog=$(root usr/sbin/rsyslogd usr/lib/x86_64-linux-gnu/rsyslog "${RSYSLOG_ROOT:-}" "$unpacked/rsyslog" omelasticsearch.so)
syslog_ng=$(root usr/sbin/syslog-ng usr/lib/syslog-ng "${SYSLOG_NG_ROOT:-}" "$unpacked/syslog-ng" libgeoip2-plugin.so)

[ -n "$rsyslog" ] || echo "rsyslog with rsyslog-elasticsearch is not installed (try --unpack): left out" >&2
[ -n "$syslog_ng" ] || echo "syslog-ng with its http and geoip2 modules is not installed (try --unpack): left out" >&2
[ -n "${LOGSTASH_HOME:-}" ] || echo "LOGSTASH_HOME is not set: Logstash is left out" >&2

exec "$here/jisu-logs" bench compare --configurations "$here/benchmarks/compare" \
  ${rsyslog:+--rsyslog "$rsyslog"} ${syslog_ng:+--syslog-ng "$syslog_ng"} \
  ${LOGSTASH_HOME:+--logstash "$LOGSTASH_HOME"} "$@"
