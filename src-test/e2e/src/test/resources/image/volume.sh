#!/usr/bin/env bash
# volume.sh FOLDER OPTIONS COMMAND...: runs a command that sees an empty volume at FOLDER, in memory, mounted with these options.
set -euo pipefail
if [ "${MOUNTING:-}" != yes ]; then
  [ "$(id -u)" = 0 ] && namespaces=(--mount) || namespaces=(--mount --map-root-user)
  MOUNTING=yes exec unshare "${namespaces[@]}" bash "$0" "$@"
fi
folder=$1 options=$2
shift 2
mount -t tmpfs -o "$options" tmpfs "$folder"
exec "$@"
