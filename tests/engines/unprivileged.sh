#!/bin/sh
# $PROGRAM as an unprivileged user, also when the tests run as root: its $HOME is given to it first.
[ "$(id -u)" = 0 ] || exec "$PROGRAM" "$@"
chown -R nobody "$HOME"
exec setpriv --reuid=nobody --regid=nogroup --clear-groups "$PROGRAM" "$@"
