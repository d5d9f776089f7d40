#!/bin/sh
# Debian's Chromium as an unprivileged user, also when the tests run as root: the profile folder is given to it first.
[ "$(id -u)" = 0 ] || exec chromium "$@"
for word; do
  case "$word" in --user-data-dir=*) chown -R nobody "${word#--user-data-dir=}"; export HOME="${word#--user-data-dir=}" ;; esac
done
exec setpriv --reuid=nobody --regid=nogroup --clear-groups chromium "$@"
