# What the tests need from Debian: a browser, fonts for its screenshots, a load for the bench; a PostgreSQL; an IMAP server; who watches system calls; and what is named. Without root: the list, and stop.
set -eu
packages="chromium chromium-headless-shell fonts-noto-core wrk git php-cli postgresql dovecot-imapd openssl strace $*"
missing=$(for name in $packages; do dpkg -s "$name" >/dev/null 2>&1 || echo "$name"; done)
[ -n "$missing" ] || exit 0
if [ "$(id -u)" != 0 ]; then
  echo "Tests need these Debian packages; as root: apt-get install $missing" >&2
  exit 1
fi
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
