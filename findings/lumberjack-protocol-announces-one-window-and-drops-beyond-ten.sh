#!/usr/bin/env bash
# lumberjack-protocol (npm, the sender behind bunyan-lumberjack) against a server that reads everything and acknowledges nothing.
#
# Guess:   a sender announces a window (W) before each batch of at most that many events, and waits for the acknowledgement: of
#          2,500 events sent to a server that never answers, one window of 1,000 arrives. That is what the protocol's description says of W.
# Version: lumberjack-protocol 1.0.7, Node.js 20.20.2.
# Seen:    one W frame of 1,000 for the whole connection, then data frames without end, and no waiting. From the 10,000th
#          unacknowledged event on the client throws events away, and tells only who listens to its event "dropped".
# Output:  windows announced: 1 of 1000 / events sent: 12000, arrived: 10000, dropped by the sender: 2000
# Date:    2026-11-29
# Why it matters: a server that takes the frames behind the 1,000th for an error cuts such senders off, and one that acknowledges
#          full windows only leaves up to 999 events open for ever. Whoever is slow to acknowledge makes this sender lose lines, so
#          the server has to take later frames as further windows and acknowledge them as soon as they are safe.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund lumberjack-protocol@1.0.7
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 -subj /CN=localhost \
  -addext subjectAltName=DNS:localhost 2>/dev/null

cat >run.js <<'JS'
const fs = require('fs');
const tls = require('tls');
const lumberjack = require('lumberjack-protocol');

const EVENTS = 12000;
const windows = [];
let arrived = 0;
let dropped = 0;

// Takes the frames apart: version, type, then W: u32; D: u32 sequence, u32 pairs, and per pair two texts with their lengths.
function reader() {
  let rest = Buffer.alloc(0);
  return chunk => {
    rest = Buffer.concat([rest, chunk]);
    let at = 0;
    for (;;) {
      const end = frameEnd(rest, at);
      if (end < 0) break;
      if (rest[at + 1] === 0x57) windows.push(rest.readUInt32BE(at + 2));
      else arrived++;
      at = end;
    }
    rest = rest.subarray(at);
  };
}

function frameEnd(bytes, from) {
  if (bytes.length < from + 6) return -1;
  if (bytes[from + 1] === 0x57) return from + 6;
  if (bytes[from + 1] !== 0x44) throw new Error('unexpected frame type ' + bytes[from + 1]);
  if (bytes.length < from + 10) return -1;
  let at = from + 10;
  for (let texts = 2 * bytes.readUInt32BE(from + 6); texts > 0; texts--) {
    if (bytes.length < at + 4) return -1;
    at += 4 + bytes.readUInt32BE(at);
    if (bytes.length < at) return -1;
  }
  return at;
}

const options = { key: fs.readFileSync('key.pem'), cert: fs.readFileSync('cert.pem') };
const server = tls.createServer(options, socket => {
  socket.on('data', reader());
  socket.on('error', () => {});
});
server.listen(0, '127.0.0.1', () => {
  const client = lumberjack.client(
    { host: '127.0.0.1', servername: 'localhost', port: server.address().port, ca: [options.cert] },
    { maxQueueSize: 100, minTimeBetweenDropEvents: 10 });
  client.on('dropped', count => { dropped += count; });
  client.on('connect', () => {
    for (let i = 0; i < EVENTS; i++) client.writeDataFrame({ line: 'event ' + i, host: 'web-1' });
    const deadline = Date.now() + 20000;
    const timer = setInterval(() => {
      if (arrived + dropped >= EVENTS || Date.now() > deadline) {
        clearInterval(timer);
        report();
      }
    }, 100);
  });
});

function report() {
  console.log(`windows announced: ${windows.length} of ${windows.join(', ')}`);
  console.log(`events sent: ${EVENTS}, arrived: ${arrived}, dropped by the sender: ${dropped}`);
  const asSeen = windows.length === 1 && windows[0] === 1000 && arrived === 10000 && dropped === 2000;
  console.log(asSeen ? 'as seen on 2026-11-29' : 'CHANGED since 2026-11-29');
  process.exit(asSeen ? 0 : 1);
}
JS
timeout 60 node run.js
