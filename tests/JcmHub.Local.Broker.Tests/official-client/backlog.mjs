// Sends a backlog of 1 KiB messages, then drains it with six competing receivers.
// Usage: node backlog.mjs CLIENT_DIRECTORY CONNECTION_STRING MESSAGES; a line now and then, the result as JSON last.
import { createRequire } from "node:module";
import path from "node:path";

const [clientDirectory, connectionString, count] = process.argv.slice(2);
const require = createRequire(path.join(clientDirectory, "package.json"));
const { ServiceBusClient } = require("@azure/service-bus");
const messages = Number(count);
const client = new ServiceBusClient(connectionString);
const sender = client.createSender("drained");
const body = "b".repeat(1000);

for (let at = 0; at < messages;) {
  await Promise.all([1, 2, 3, 4].map(async () => {
    const from = at;
    at += 100;
    await sender.sendMessages([...Array(Math.max(Math.min(100, messages - from), 0)).keys()].map((i) => ({ messageId: `${from + i}`, body })));
  }));
  if (at % 4000 === 0) console.log(`${at} sent`);
}
console.log("all sent");

const seen = new Set();
let twice = 0;
await Promise.all([...Array(6).keys()].map(async () => {
  const receiver = client.createReceiver("drained");
  for (let got; (got = await receiver.receiveMessages(100, { maxWaitTimeInMs: 2000 })).length > 0;) {
    await Promise.all(got.map(async (message) => {
      if (seen.has(message.messageId)) twice++;
      seen.add(message.messageId);
      await receiver.completeMessage(message);
    }));
    if (seen.size % 5 === 0) console.log(`${seen.size} received`);
  }
}));
console.log(JSON.stringify({ messages, received: seen.size, twice }));
process.exit(0);
