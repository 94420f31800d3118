#!/usr/bin/env bash
# volume.sh FOLDER OPTIONS COMMAND...: runs a command that sees an empty volume at FOLDER, in memory, mounted with these options.
set -euo pipefail
. "$(dirname "$0")/mounting.sh" "a full or read-only volume" "$@"
folder=$1 options=$2
shift 2
mount -t tmpfs -o "$options" tmpfs "$folder"
exec "$@"
