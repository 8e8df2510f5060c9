#!/bin/sh
# The store as a process, and clients that are processes too.
# usage: shipped_test.sh SERVER CLIENT
set -eu
server=$1 client=$2
work=$(mktemp -d)
"$server" >"$work/server" &
pid=$!
trap 'kill $pid 2>/dev/null || true; rm -rf "$work"' EXIT
tries=0
until grep -qs 'listening at port' "$work/server"; do
  tries=$((tries + 1))
  [ $tries -lt 100 ] || { echo "the server does not listen"; exit 1; }
  sleep 0.1
done
port=$(sed -n 's/listening at port //p' "$work/server")

# Several at once.
for name in alice bob carol; do
  "$client" "$port" "put $name 1" "get $name" "put $name 2 and more" "get $name" "get nobody" "hello" >"$work/$name" &
  clients="${clients:-} $!"
done
for each in $clients; do wait "$each"; done
printf 'ok\nvalue 1\nok\nvalue 2 and more\nnone\nwhat is asked is put KEY VALUE or get KEY\n' >"$work/expected"
for name in alice bob carol; do diff "$work/expected" "$work/$name"; done
# What one wrote, another one reads.
[ "$("$client" "$port" "get bob")" = "value 2 and more" ]

# Bad input, one sentence each.
if "$server" "$port" >"$work/second" 2>&1; then echo "two servers have one port"; exit 1; fi
grep -qx "key_value_server: listen at 127.0.0.1:$port: Address already in use" "$work/second"
kill -TERM $pid
wait $pid
grep -qx stopped "$work/server"
if "$client" "$port" "get a" 2>"$work/refused"; then echo "nobody answers"; exit 1; fi
grep -q "key_value_client: Stream is closed" "$work/refused"
