#!/usr/bin/env bash
# winston's format.errors({ stack: true, cause: true }) in front of format.json(), and an error that has a cause.
#
# Guess:   `cause: true` has the cause written as `stack: true` has the stack: with its message at least. The option is there for that.
# Version: winston 3.19.0 with logform 2.7.0, Node.js 20.20.2.
# Seen:    the line has "cause":{}: the cause is copied as the Error that it is, whose message and stack JSON leaves out. Only what
#          somebody has added to it, such as `code`, is written. Nor is the cause in the stack, which Node.js has only the outer error in.
# Output:  cause: {} / cause with a code: {"code":"ENOSPC"} / the stack names the cause: false
# Date:    2026-11-30
# Why it matters: of "order 7 failed" because of "disk full" only the first ever comes to a pipeline, and an empty object beside it looks as if
#          the pipeline had lost the rest. A parser can not mend that; who searches for causes has to log them with a format of his own.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund winston@3.19.0 logform@2.7.0

cat >run.js <<'JS'
const { Writable } = require('stream');
const winston = require('winston');

const lines = [];
const stream = new Writable({
  write(chunk, encoding, done) {
    lines.push(JSON.parse(chunk));
    done();
  },
});
const { combine, errors, json } = winston.format;
const logger = winston.createLogger({
  format: combine(errors({ stack: true, cause: true }), json()),
  transports: [new winston.transports.Stream({ stream })],
});
logger.error(new Error('order 7 failed', { cause: new Error('disk full') }));
logger.error(new Error('order 8 failed', { cause: Object.assign(new Error('disk full'), { code: 'ENOSPC' }) }));
logger.on('finish', () => setImmediate(() => {
  const [plain, coded] = lines.map(line => JSON.stringify(line.cause));
  const named = lines[0].stack.includes('disk full');
  console.log(`cause: ${plain}`);
  console.log(`cause with a code: ${coded}`);
  console.log(`the stack names the cause: ${named}`);
  const asSeen = plain === '{}' && coded === '{"code":"ENOSPC"}' && !named;
  console.log(asSeen ? 'as seen on 2026-11-30' : 'CHANGED since 2026-11-30');
  process.exit(asSeen ? 0 : 1);
}));
logger.end();
JS
timeout 60 node run.js
