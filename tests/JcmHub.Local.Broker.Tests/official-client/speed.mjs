// Messages of 1 KB per second, as the official client sees them. Usage: node speed.mjs CLIENT_DIRECTORY CONNECTION_STRING;
// one line of JSON per measure.
import { createRequire } from "node:module";
import path from "node:path";

const [clientDirectory, connectionString] = process.argv.slice(2);
const require = createRequire(path.join(clientDirectory, "package.json"));
const { ServiceBusClient } = require("@azure/service-bus");
const client = new ServiceBusClient(connectionString);
const sender = client.createSender("drained");
const receiver = client.createReceiver("drained");
const message = { body: "s".repeat(1000) };

async function measure(name, messages, work) {
  const started = process.hrtime.bigint();
  await work(messages);
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  console.log(JSON.stringify({ name, perSecond: Math.round(messages / seconds) }));
}

async function inFlight(messages, lanes, one) {
  let left = messages;
  await Promise.all([...Array(lanes).keys()].map(async () => { while (left-- > 0) await one(); }));
}

async function receive(messages) {
  for (let left = messages; left > 0;) {
    const got = await receiver.receiveMessages(Math.min(100, left), { maxWaitTimeInMs: 5000 });
    await Promise.all(got.map((m) => receiver.completeMessage(m)));
    left -= got.length;
  }
}

await sender.sendMessages(message);
await receive(1);
await inFlight(2000, 50, () => sender.sendMessages(message));
await receive(2000);
await measure("sent, singly awaited", 2000, (n) => inFlight(n, 1, () => sender.sendMessages(message)));
await measure("sent, 200 in flight", 20000, (n) => inFlight(n, 200, () => sender.sendMessages(message)));
await measure("sent, batches of 100", 40000, (n) => inFlight(n / 100, 1, () => sender.sendMessages(Array(100).fill(message))));
await measure("received and completed by 100", 62000, receive);
process.exit(0);
