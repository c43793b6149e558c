#!/bin/sh
# base.sh NAME PACKAGE...: makes an image of a minimal Debian with these packages, where no image registry can be reached.
# Needs root, debootstrap, and podman or docker.
#
#   base.sh localhost/jisu-logs-base:17  openjdk-17-jre-headless        what the image runs on
#   base.sh localhost/jisu-logs-build:17 openjdk-17-jdk-headless maven  what it is built in
set -eu

name=$1
shift
engine=$(command -v podman || command -v docker) || { echo "base.sh: needs podman or docker" >&2; exit 1; }
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT

debootstrap --variant=minbase bookworm "$root" >&2
# What a container never reads, and half of the size.
cat > "$root/etc/dpkg/dpkg.cfg.d/slim" <<'SLIM'
path-exclude=/usr/share/doc/*
path-exclude=/usr/share/man/*
path-exclude=/usr/share/locale/*
path-exclude=/usr/share/info/*
path-exclude=/usr/share/icons/*
SLIM
rm -rf "$root"/usr/share/doc "$root"/usr/share/man/* "$root"/usr/share/locale "$root"/usr/share/info
mkdir -p "$root/usr/share/man/man1"
mount -t proc proc "$root/proc"
DEBIAN_FRONTEND=noninteractive chroot "$root" apt-get install -y --no-install-recommends "$@" >&2 ||
  { umount "$root/proc"; exit 1; }
umount "$root/proc"
rm -rf "$root"/var/lib/apt/lists/* "$root"/var/cache/apt/* "$root"/var/cache/debconf/* "$root"/var/log/*
tar -C "$root" -c . | "$engine" import - "$name"
