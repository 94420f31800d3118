#!/usr/bin/env bash
# container.sh ROOT CACHE MOUNTED [KEY=VALUE]... -- COMMAND...: what a container engine does, with a root that is read-only, CACHE
# (unless it is empty) in place of /var/cache/sightline, MOUNTED at /mnt, and this machine's network. The process is user 10001 where root starts it;
# where anybody else does, it is they themselves, in a user namespace.
set -euo pipefail
if [ "${CONTAINED:-}" != yes ]; then
  [ "$(id -u)" = 0 ] && namespaces=(--mount) || namespaces=(--mount --map-root-user)
  CONTAINED=yes exec unshare "${namespaces[@]}" bash "$0" "$@"
fi
root=$1 cache=$2 mounted=$3
shift 3
mount --bind "$root" "$root"
for part in proc dev; do mount --rbind "/$part" "$root/$part"; done
[ -z "$cache" ] || mount --bind "$cache" "$root/var/cache/sightline"
mount --bind "$mounted" "$root/mnt"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
for part in "$root" "$root/mnt"; do mount -o remount,bind,ro "$part"; done

variables=()
while [ "$1" != -- ]; do
  variables+=("$1")
  shift
done
shift
user=(--userspec=10001:0 --groups=)
grep -qE '^ +0 +0 ' /proc/self/uid_map || user=()
cd /
exec env -i "${variables[@]}" "$(command -v setpriv)" --no-new-privs "$(command -v chroot)" "${user[@]}" "$root" "$@"
