'use strict';
// Azurite behind a life line. Azurite saves every 5 seconds and forgets the rest when killed (D2), so it must end by
// itself: it runs in a session of its own, out of reach of the terminal's Ctrl-C, and saves and ends when its standard
// input ends, which the operating system sees to even if the stack is killed.
//
// node storage.js TOOLS DATA BLOB_PORT TABLE_PORT
// Standard output, a line each: "holding", "listening BLOB_PORT TABLE_PORT", "blob …" and "table …" (the access log),
// "closed". Standard input: the line "open", then nothing until the end.

const childProcess = require('node:child_process');
const crypto = require('node:crypto');
const fs = require('node:fs');
const { createRequire } = require('node:module');
const net = require('node:net');
const path = require('node:path');

const OWN_SESSION = '--own-session';
const DRAIN_MILLISECONDS = 10_000;
const HOST = '127.0.0.1';
// Longer than any client keeps an idle connection, so that we never close one that a request is just being sent on.
const KEEP_ALIVE_SECONDS = 300;

// The service version of the SDKs may be newer than Azurite's.
const SKIP_API_VERSION_CHECK = true;

function leaveTheTerminalsSession(args) {
  childProcess.spawn(process.execPath, [__filename, OWN_SESSION, ...args], { detached: true, stdio: 'inherit' }).unref();
}

// A file under DATA/holders says who has the data directory open: a port that accepts while we live, and a token to tell
// us from whoever gets that port after us. The kernel closes the port with the process, so the file cannot lie for long.
function hold(data) {
  const holders = path.join(data, 'holders');
  const token = crypto.randomUUID();
  const file = path.join(holders, `${token}.json`);
  fs.mkdirSync(holders, { recursive: true });
  return new Promise((resolve, reject) => {
    const server = net.createServer((socket) => {
      socket.on('error', () => {});
      socket.write(`${token}\n`);
    });
    server.on('error', reject);
    server.listen(0, HOST, () => {
      fs.writeFileSync(`${file}.new`, JSON.stringify({ process: process.pid, port: server.address().port, token }));
      fs.renameSync(`${file}.new`, file);
      resolve({ release: () => fs.rmSync(file, { force: true }) });
    });
  });
}

// Resolves "open" and "end": what the stack says, and that it is gone.
function listenToTheStack() {
  let said = '';
  const order = {};
  order.ended = new Promise((ended) => {
    order.opened = new Promise((opened) => {
      process.stdin.on('data', (chunk) => {
        said += chunk;
        if (said.includes('open\n')) opened(true);
      });
      for (const event of ['end', 'error', 'close']) process.stdin.on(event, () => { opened(false); ended(); });
    });
  });
  return order;
}

function createServers(tools, data, blobPort, tablePort) {
  const azurite = createRequire(path.join(tools, 'package.json'));
  const source = (name) => azurite(`azurite/dist/src/${name}`);
  // What --disableTelemetry does.
  source('common/Telemetry').AzuriteTelemetryClient.init(data, false);

  const log = (service) => ({ write: (line) => process.stdout.write(`${service} ${line}`) });
  const extents = source('blob/utils/constants').DEFAULT_BLOB_PERSISTENCE_ARRAY;
  extents[0].locationPath = path.join(data, '__blobstorage__');

  const BlobConfiguration = source('blob/BlobConfiguration').default;
  const BlobServer = source('blob/BlobServer').default;
  const blob = new BlobServer(new BlobConfiguration(
    HOST, blobPort, KEEP_ALIVE_SECONDS, path.join(data, '__azurite_db_blob__.json'),
    path.join(data, '__azurite_db_blob_extent__.json'), extents,
    true, log('blob'), false, undefined, false, SKIP_API_VERSION_CHECK));

  const TableConfiguration = source('table/TableConfiguration').default;
  const TableServer = source('table/TableServer').default;
  const table = new TableServer(new TableConfiguration(
    HOST, tablePort, KEEP_ALIVE_SECONDS, path.join(data, '__azurite_db_table__.json'),
    false, true, log('table'), undefined, false, SKIP_API_VERSION_CHECK));
  return { blob, table };
}

const portOf = (server) => new URL(server.getHttpServerAddress()).port;

// Azurite's own close saves while requests are still being answered; what it acknowledges after that save is lost.
function answerWhatIsUnderWay(server) {
  return new Promise((resolve) => {
    server.httpServer.stop(resolve);
    setTimeout(resolve, DRAIN_MILLISECONDS).unref();
  });
}

async function serve([tools, data, blobPort, tablePort]) {
  process.stdout.on('error', () => {});
  process.stderr.on('error', () => {});
  // A terminal's signals are not for us; who asks this very process to end gets it, saved.
  for (const signal of ['SIGINT', 'SIGHUP']) process.on(signal, () => {});
  process.on('SIGTERM', () => process.stdin.destroy());

  const stack = listenToTheStack();
  const holder = await hold(data);
  try {
    process.stdout.write('holding\n');
    if (!await stack.opened) return;
    const servers = createServers(tools, data, Number(blobPort), Number(tablePort));
    const running = [];
    try {
      for (const server of [servers.blob, servers.table]) {
        await server.start();
        running.push(server);
      }
      process.stdout.write(`listening ${portOf(servers.blob)} ${portOf(servers.table)}\n`);
      await stack.ended;
    } finally {
      await Promise.all(running.map(answerWhatIsUnderWay));
      for (const server of running) await server.close();
    }
    process.stdout.write('closed\n');
  } finally {
    holder.release();
  }
}

const [first, ...rest] = process.argv.slice(2);
if (first !== OWN_SESSION) {
  leaveTheTerminalsSession([first, ...rest]);
} else {
  serve(rest).then(() => process.exit(0), (fault) => {
    process.stderr.write(`${fault.stack ?? fault}\n`, () => process.exit(1));
  });
}
