#!/bin/sh
# Makes the passwords of docker-compose.yml, each in a file of secrets/. What is there already stays.
#
# Elasticsearch wants its file to be readable by its owner only, and all that read one run as user 1000.
set -eu
cd "$(dirname "$0")/secrets"
for name in elastic kibana_system jisu_logs; do
  [ -s "$name" ] || (umask 077 && head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n' > "$name")
done
if [ "$(id -u)" = 0 ]; then
  chown 1000:1000 elastic kibana_system jisu_logs
elif [ "$(id -u)" != 1000 ]; then
  echo "secrets.sh: the containers read these files as user 1000; run: sudo chown -R 1000:1000 $PWD" >&2
fi
