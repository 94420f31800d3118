#!/usr/bin/env bash
# base.sh JAVA_HOME OUT.tar: an image (docker-archive) of nothing but that Java and the C libraries of this machine, to test
# Sightline's image where no registry can be reached. Not for a release: nobody mends its libraries.
set -euo pipefail
java=$1
out=$2
[ ! "$out" -nt "$0" ] || exit 0

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
mkdir -p "$root"/{etc,opt,tmp} "$(dirname "$out")"
chmod 1777 "$root/tmp"

# Java routes need jdk.compiler, a look into a process jdk.jcmd, names in DNS jdk.naming.dns, dates of other languages jdk.localedata.
"$java/bin/jlink" --output "$root/opt/java" --strip-java-debug-attributes --no-header-files --no-man-pages --add-modules \
  java.se,jdk.compiler,jdk.crypto.ec,jdk.jcmd,jdk.jfr,jdk.localedata,jdk.management,jdk.naming.dns,jdk.net,jdk.security.auth,jdk.unsupported,jdk.zipfs
# As public ones have it; what an operator shares of Sightline's own classes builds on it.
"$root/opt/java/bin/java" -Xshare:dump > "$work/share.log"
# The distribution's own may be a link to what a package keeps elsewhere.
cp -L "$java/lib/security/cacerts" "$root/opt/java/lib/security/cacerts"

# What Java itself needs, and with the C++ library what its native libraries do.
libraries=$(/sbin/ldconfig -p | sed -n 's/^\tlib\(stdc++\.so\.6\|gcc_s\.so\.1\|dl\.so\.2\|pthread\.so\.0\|rt\.so\.1\) (libc6,\(x86-64\|AArch64\)[^)]*) => //p')
find "$root/opt/java" -type f \( -name 'lib*.so' -o -path '*/bin/java' \) ! -name 'lib*awt.so' ! -name 'libjsound.so' ! -name 'libsplashscreen.so' \
  -exec ldd {} + | cat - <(echo "$libraries" | xargs ldd) <(echo "$libraries") \
  | sed -n 's/.*=> *//; s/^[[:space:]]*\(\/[^ ]*\).*/\1/p' | grep -v -e "^$root" -e ':$' | sort -u \
  | while read -r library; do install -D "$library" "$root$library"; done
echo 'hosts: files dns' > "$root/etc/nsswitch.conf"

tar -C "$root" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -cf "$work/layer.tar" .
layer=$(sha256sum "$work/layer.tar" | cut -d ' ' -f 1)
case $(uname -m) in aarch64) architecture=arm64 ;; *) architecture=amd64 ;; esac
cat > "$work/config.json" << CONFIG
{"architecture":"$architecture","os":"linux","created":"1970-01-01T00:00:00Z",
"config":{"Env":["PATH=/opt/java/bin"]},"rootfs":{"type":"layers","diff_ids":["sha256:$layer"]}}
CONFIG
echo '[{"Config":"config.json","RepoTags":["base:local"],"Layers":["layer.tar"]}]' > "$work/manifest.json"
tar -C "$work" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -cf "$out" config.json layer.tar manifest.json
