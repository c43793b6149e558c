#!/bin/bash
# Runs once in an Elasticsearch container, here and in compose/: the password of Kibana's own user, and the account with
# which the sink writes. ELASTICSEARCH_URL, ELASTICSEARCH_CA (a file, for https) and PASSWORDS (a folder) come from outside.
set -euo pipefail
put() { # METHOD PATH BODY
  curl -fsS ${ELASTICSEARCH_CA:+--cacert "$ELASTICSEARCH_CA"} -u "elastic:$(cat "$PASSWORDS/elastic")" -o /dev/null \
    --retry 60 --retry-delay 5 --retry-all-errors \
    -X "$1" -H 'Content-Type: application/json' "$ELASTICSEARCH_URL$2" -d "$3"
}
put POST /_security/user/kibana_system/_password "{\"password\":\"$(cat "$PASSWORDS/kibana_system")\"}"
put PUT /_security/role/jisu_logs '{
  "cluster": ["monitor", "manage_index_templates", "manage_ilm", "read_ilm"],
  "indices": [{"names": ["jisu-logs-*"], "privileges": ["create_index", "index", "create", "manage", "read", "view_index_metadata"]}]
}'
put PUT /_security/user/jisu_logs "{\"password\":\"$(cat "$PASSWORDS/jisu_logs")\",\"roles\":[\"jisu_logs\"]}"
echo "The accounts of Kibana and of jisu-logs are there."
