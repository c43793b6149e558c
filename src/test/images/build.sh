#!/bin/sh
# Makes the stand-ins for the official images out of the two tarballs of distribution/target; see README.md.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
checkout=$here/../../..
engine=$(command -v podman || command -v docker) || { echo "build.sh: needs podman or docker" >&2; exit 1; }
context=$(mktemp -d)
trap 'rm -rf "$context"' EXIT

for tarball in "$checkout"/distribution/target/jisu-logs-*.tar.gz; do
  tar -xzf "$tarball" --strip-components=1 -C "$context"
done
cp -r "$here/kafka" "$context/kafka-image"
cp -r "$here/elasticsearch" "$context/elasticsearch-image"

version() { sed -n "s:.*<$1.version>\(.*\)</.*:\1:p" "$checkout/pom.xml" | head -n 1; }
base=${BASE_IMAGE:-localhost/jisu-logs-build:17}
"$engine" build -q --build-arg BASE_IMAGE="$base" -f "$here/kafka/Dockerfile" \
  -t "docker.io/apache/kafka:$(version kafka)" "$context"
"$engine" build -q --build-arg BASE_IMAGE="$base" -f "$here/elasticsearch/Dockerfile" \
  -t "docker.elastic.co/elasticsearch/elasticsearch:$(version elasticsearch)" "$context"
