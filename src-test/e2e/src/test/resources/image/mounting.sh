# mounting.sh WHAT [ARGUMENT]...: sourced; begins the script anew where it may mount, or says that WHAT cannot be tried here.
if [ "${MOUNTING:-}" != yes ]; then
  tried=$1
  shift
  [ "$(id -u)" = 0 ] && namespaces=(--mount) || namespaces=(--mount --map-root-user)
  unshare "${namespaces[@]}" mount -t tmpfs tmpfs /mnt || {
    echo "this machine lets you mount nothing, so that $tried cannot be tried: be root with CAP_SYS_ADMIN (docker run --privileged)," \
      "or allow user namespaces (sysctl kernel.unprivileged_userns_clone=1, kernel.apparmor_restrict_unprivileged_userns=0)" >&2
    exit 1
  }
  MOUNTING=yes exec unshare "${namespaces[@]}" bash "$0" "$@"
fi
