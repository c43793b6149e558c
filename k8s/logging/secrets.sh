#!/bin/sh
# Prints the Secrets that k8s/logging refers to: new passwords, and certificates from a new authority of their own.
#
#   k8s/logging/secrets.sh > secrets.yaml     # keep it where you keep secrets; it is made once, not at every upgrade
#   kubectl apply -f k8s/logging/base/namespace.yaml -f secrets.yaml
#
# Needs openssl. secrets.example.yaml shows what must be in them, for those who make them another way.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
umask 077
cd "$work"

password() { openssl rand -hex 24; }
base64_of() { base64 < "$1" | tr -d '\n'; }

days=3650
openssl req -x509 -newkey rsa:3072 -nodes -days $days -subj "/CN=logging authority" -keyout ca.key -out ca.crt \
  -addext "basicConstraints=critical,CA:TRUE" -addext "keyUsage=critical,keyCertSign,cRLSign" 2>openssl.log
openssl req -new -newkey rsa:3072 -nodes -subj "/CN=elasticsearch" -keyout tls.key -out tls.csr 2>>openssl.log
cat > extensions <<EXTENSIONS
basicConstraints=CA:FALSE
keyUsage=digitalSignature,keyEncipherment
extendedKeyUsage=serverAuth,clientAuth
subjectAltName=DNS:localhost,IP:127.0.0.1,DNS:elasticsearch,DNS:elasticsearch.logging,DNS:elasticsearch.logging.svc,DNS:elasticsearch.logging.svc.cluster.local,DNS:*.elasticsearch-nodes.logging.svc.cluster.local
EXTENSIONS
openssl x509 -req -in tls.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days $days -extfile extensions -out tls.crt 2>>openssl.log

cat <<SECRETS
apiVersion: v1
kind: Secret
metadata:
  name: elasticsearch-passwords
  namespace: logging
stringData:
  elastic: $(password)
  kibana_system: $(password)
  jisu_logs: $(password)
---
apiVersion: v1
kind: Secret
metadata:
  name: elasticsearch-certificates
  namespace: logging
data:
  ca.crt: $(base64_of ca.crt)
  # Signs the next certificate; no pod mounts it.
  ca.key: $(base64_of ca.key)
  tls.crt: $(base64_of tls.crt)
  tls.key: $(base64_of tls.key)
---
apiVersion: v1
kind: Secret
metadata:
  name: kibana
  namespace: logging
stringData:
  encryption-key: $(password)
SECRETS
