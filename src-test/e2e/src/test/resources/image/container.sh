#!/usr/bin/env bash
# container.sh ROOT FOLDER CACHE MOUNTED [KEY=VALUE]... -- COMMAND...: what a container engine does in FOLDER of ROOT, which is read-only, with
# CACHE (unless it is empty) in place of /var/cache/sightline, MOUNTED at /mnt, and this machine's network. TEMPORARY are options of /tmp. The process is user 10001 where root starts it;
# where anybody else does, it is they themselves, in a user namespace.
set -euo pipefail
. "$(dirname "$0")/mounting.sh" "the image" "$@"
root=$1 folder=$2 cache=$3 mounted=$4
shift 4
mount --bind "$root" "$root"
for part in proc dev; do mount --rbind "/$part" "$root/$part"; done
[ -z "$cache" ] || mount --bind "$cache" "$root/var/cache/sightline"
mount --bind "$mounted" "$root/mnt"
mount -t tmpfs -o "mode=1777${TEMPORARY:+,$TEMPORARY}" tmpfs "$root/tmp"
for part in "$root" "$root/mnt"; do mount -o remount,bind,ro "$part"; done

variables=()
while [ "$1" != -- ]; do
  variables+=("$1")
  shift
done
shift
privileges=(--no-new-privs --clear-groups) user=(--setgid 0 --setuid 10001)
grep -qE '^ +0 +0 ' /proc/self/uid_map || privileges=(--no-new-privs) user=()
exec env -i "${variables[@]}" "$(command -v setpriv)" "${privileges[@]}" "$(command -v unshare)" --root "$root" --wd "$folder" "${user[@]}" "$@"
