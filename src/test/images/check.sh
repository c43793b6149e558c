#!/bin/sh
# check.sh [IMAGE]: whether the image of jisu-logs is what docs/deployment.md says. Needs podman or docker: ENGINE, where both
# are there and the image is in the other one's store.
set -eu
image=${1:-jisu-logs:1.0.0-SNAPSHOT}
engine=${ENGINE:-$(command -v podman || command -v docker)} || { echo "check.sh: needs podman or docker" >&2; exit 1; }
container=jisu-logs-check-$$
trap '"$engine" rm -f "$container" >/dev/null 2>&1 || :' EXIT

fail() {
  echo "check.sh: $image: $*" >&2
  exit 1
}
inspect() { "$engine" image inspect -f "$1" "$image"; }
# As the manifests and compose files run it.
run() { "$engine" run --read-only --tmpfs /tmp:exec,mode=1777 --cap-drop ALL --security-opt no-new-privileges "$@"; }
shell() { run --rm --entrypoint sh "$image" -c "$1"; }

size=$(inspect '{{.Size}}')
[ "$size" -lt 300000000 ] || fail "it has $size bytes"
[ "$(inspect '{{.Config.User}}')" = 1000:1000 ] || fail "it runs as $(inspect '{{.Config.User}}')"
[ "$(inspect '{{join .Config.Entrypoint " "}}')" = jisu-logs ] || fail "its entry point is $(inspect '{{.Config.Entrypoint}}')"
[ -n "$(inspect '{{index .Config.Labels "org.opencontainers.image.version"}}')" ] || fail "it has no labels"
run --rm "$image" --version
shell 'touch /opt/jisu-logs/written 2>/dev/null' && fail "its root file system can be written"
servers=$(shell 'ls /opt/jisu-logs/lib' | grep -E '^(kafka_|kafka-server|elasticsearch-[0-9]|lucene|jisu-logs-embedded)' || :)
[ -z "$servers" ] || fail "a server is in it: $servers"
shell 'ls /opt/jisu-logs/lib' | grep -q '^GeoLite2-City.mmdb' || fail "it has no GeoIP databases"
archived=$(shell 'JISU_LOGS_JAVA_OPTS=-Xlog:class+load:/tmp/loaded jisu-logs config check >&2 &&
  grep -c "com.jisu.logs.* source: shared objects file" /tmp/loaded')
[ "$archived" -gt 100 ] || fail "only $archived classes came from its archive"

# Without Kafka: it lives, is not ready, and ends when it is told to.
run -d --name "$container" "$image" ingest --set kafka.bootstrap-servers=localhost:1 >/dev/null
status() {
  "$engine" exec "$container" bash -c \
    "exec 3<>/dev/tcp/127.0.0.1/9600 && printf 'GET $1 HTTP/1.0\r\n\r\n' >&3 && head -n 1 <&3" 2>/dev/null | cut -d ' ' -f 2
}
tries=0
until [ "$(status /health/live)" = 200 ]; do
  tries=$((tries + 1))
  [ $tries -lt 60 ] || fail "it does not answer: $("$engine" logs "$container" 2>&1)"
  sleep 1
done
[ "$(status /health/ready)" = 503 ] || fail "it is ready without Kafka"
"$engine" exec "$container" jisu-logs-health && fail "its health check finds a role well that is not ready"
"$engine" stop -t 30 "$container" >/dev/null
code=$("$engine" inspect -f '{{.State.ExitCode}}' "$container")
[ "$code" = 143 ] || fail "after a SIGTERM it ended with $code"
echo "$image: $size bytes, $archived classes from its archive; all is well"
