# Sourced by scripts that need a registry: Debian's docker-registry on a free loopback port.

# Prints a TCP port of 127.0.0.1 that nothing listens on.
free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 12000)) # below those that the system gives to clients
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
}

# wait_for_http URL: waits until URL answers, at most 30 seconds.
wait_for_http() {
  local _
  for _ in $(seq 300); do
    curl --silent --fail --output /dev/null --max-time 2 "$1" && return 0
    sleep 0.1
  done
  echo "$1 did not answer within 30 seconds." >&2
  return 1
}

# start_registry FOLDER: starts a registry that keeps its content in FOLDER; sets registry_address and registry_pid.
start_registry() {
  local folder=$1 port
  mkdir -p "$folder"
  port=$(free_port)
  cat >"$folder/config.yml" <<YAML
version: 0.1
log: { level: info, accesslog: { disabled: false } }
storage: { filesystem: { rootdirectory: $folder/data }, delete: { enabled: true } }
http: { addr: 127.0.0.1:$port }
YAML
  docker-registry serve "$folder/config.yml" >"$folder/log" 2>&1 &
  registry_pid=$!
  registry_address=127.0.0.1:$port
  wait_for_http "http://$registry_address/v2/" || { cat "$folder/log" >&2; return 1; }
}

# uploaded_bytes FOLDER [LINE]: the bytes of the blobs that were uploaded, by the log of the registry in FOLDER from that line on.
uploaded_bytes() {
  local folder=$1 line=${2:-1} hex total=0
  while read -r hex; do
    total=$((total + $(stat --format %s "$folder/data/docker/registry/v2/blobs/sha256/${hex:0:2}/$hex/data")))
  done < <(tail --lines "+$line" "$folder/log" | sed -n 's/.*"PUT [^"]*\/blobs\/uploads\/[^"]*digest=sha256%3A\([0-9a-f]*\)[^"]*" 201 .*/\1/p' | sort --unique)
  echo "$total"
}
