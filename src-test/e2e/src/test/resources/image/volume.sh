#!/usr/bin/env bash
# volume.sh FOLDER OPTIONS COMMAND...: runs a command that sees an empty volume at FOLDER, in memory, mounted with these options.
set -euo pipefail
if [ "${MOUNTING:-}" != yes ]; then
  [ "$(id -u)" = 0 ] && namespaces=(--mount) || namespaces=(--mount --map-root-user)
  unshare "${namespaces[@]}" mount -t tmpfs tmpfs /mnt || {
    echo "this machine lets you mount nothing, so that a full or read-only volume cannot be tried: be root with CAP_SYS_ADMIN (docker run --privileged)," \
      "or allow user namespaces (sysctl kernel.unprivileged_userns_clone=1, kernel.apparmor_restrict_unprivileged_userns=0)" >&2
    exit 1
  }
  MOUNTING=yes exec unshare "${namespaces[@]}" bash "$0" "$@"
fi
folder=$1 options=$2
shift 2
mount -t tmpfs -o "$options" tmpfs "$folder"
exec "$@"
