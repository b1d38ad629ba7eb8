// Sends and completes under a broker that is killed now and then, and remembers what was acknowledged.
// Usage: node load.mjs CLIENT_DIRECTORY CONNECTION_STRING; prints the count of acknowledgements as it goes; on the line
// "finish" drains the queue and prints the result as JSON.
import { createRequire } from "node:module";
import path from "node:path";
import readline from "node:readline";

const [clientDirectory, connectionString] = process.argv.slice(2);
const require = createRequire(path.join(clientDirectory, "package.json"));
const { ServiceBusClient } = require("@azure/service-bus");
const Long = require("long");
const queue = "killed";
const retryOptions = { maxRetries: 0, timeoutInMs: 3000 };

const sent = new Set(); // acknowledged sends
const completed = new Set(); // acknowledged completions
const deliveries = new Map();
const afterCompletion = new Set();
let finishing = false;
let next = 0;

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
process.on("unhandledRejection", () => {}); // Operations that the kill cut off.
process.on("uncaughtException", () => {});

/** Runs work with a client of its own, again with a new one whenever the broker was lost. */
async function withClients(work) {
  while (true) {
    const client = new ServiceBusClient(connectionString, { retryOptions });
    try {
      if (await work(client)) return;
    } catch {
      await sleep(20);
    }
    client.close().catch(() => {});
  }
}

const send = () => withClients(async (client) => {
  const sender = client.createSender(queue);
  while (!finishing) {
    const ids = [...Array(10).keys()].map(() => `m${next++}`);
    await Promise.all(ids.map(async (id) => {
      await sender.sendMessages({ messageId: id, body: "x".repeat(1000) });
      sent.add(id);
    }));
  }
  return true;
});

async function complete(receiver, message) {
  const id = message.messageId;
  if (completed.has(id)) afterCompletion.add(id);
  deliveries.set(id, (deliveries.get(id) ?? 0) + 1);
  await receiver.completeMessage(message);
  completed.add(id);
}

const receive = (stop) => withClients(async (client) => {
  const receiver = client.createReceiver(queue);
  while (!stop()) {
    const messages = await receiver.receiveMessages(20, { maxWaitTimeInMs: 200 });
    await Promise.all(messages.map((message) => complete(receiver, message)));
  }
  return true;
});

const ticker = setInterval(() => console.log(sent.size + completed.size), 50);
readline.createInterface({ input: process.stdin })
  .once("line", () => { finishing = true; })
  .once("close", () => { if (!finishing) process.exit(1); }); // Whoever started us is gone.
await Promise.all([send(), send(), receive(() => finishing), receive(() => finishing)]);

// What is still there comes again, at the latest when its lock has ended; peeking shows locked messages too.
await withClients(async (client) => {
  const receiver = client.createReceiver(queue);
  while ((await receiver.peekMessages(1, { fromSequenceNumber: Long.ZERO })).length > 0) {
    const messages = await receiver.receiveMessages(100, { maxWaitTimeInMs: 500 });
    await Promise.all(messages.map((message) => complete(receiver, message)));
  }
  return true;
});
clearInterval(ticker);
console.log(JSON.stringify({
  acknowledged: sent.size,
  completed: completed.size,
  lost: [...sent].filter((id) => !deliveries.has(id)),
  afterCompletion: [...afterCompletion],
  redelivered: [...deliveries.values()].filter((times) => times > 1).length,
}));
process.exit(0);
