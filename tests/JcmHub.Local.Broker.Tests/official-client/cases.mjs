// What the official Service Bus client must see. Each case has a queue of its own (queues.json), so they run side by side.
// Usage: node cases.mjs CLIENT_DIRECTORY CONNECTION_STRING [CASE...]; one line of JSON per case.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { createRequire } from "node:module";
import path from "node:path";

const [clientDirectory, connectionString, ...only] = process.argv.slice(2);
const require = createRequire(path.join(clientDirectory, "package.json"));
const { ServiceBusClient } = require("@azure/service-bus");
const retryOptions = { maxRetries: 2, retryDelayInMs: 100, timeoutInMs: 10000 };

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** A queue's ends as a case uses them. */
function queueOf(client, name) {
  const peekLock = { maxAutoLockRenewalDurationInMs: 0 };
  const receiver = client.createReceiver(name, peekLock);
  const dead = client.createReceiver(name, { ...peekLock, subQueueType: "deadLetter" });
  const receive = async (count = 1, from = receiver, wait = 5000) => {
    const messages = [];
    while (messages.length < count) {
      const more = await from.receiveMessages(count - messages.length, { maxWaitTimeInMs: wait });
      if (more.length === 0) break;
      messages.push(...more);
    }
    assert.equal(messages.length, count, `${messages.length} of ${count} messages came`);
    return messages;
  };
  const none = async (from = receiver) => assert.deepEqual((await from.receiveMessages(1, { maxWaitTimeInMs: 300 })).map((m) => m.body), []);
  return { name, client, sender: client.createSender(name), receiver, dead, receive, none, one: async (from) => (await receive(1, from))[0] };
}

const fails = (promise, code) => assert.rejects(promise, (e) => {
  const codes = [e, ...(e.errors ?? [])].map((each) => each.code);
  assert.ok(codes.includes(code), `${code} was expected, not ${e.code}: ${e.message}`);
  return true;
});

const connectionParts = () => Object.fromEntries(connectionString.split(";").map((part) => [part.split("=", 1)[0], part.slice(part.indexOf("=") + 1)]));

function signature(resource, key, name, seconds) {
  const sr = encodeURIComponent(resource);
  const se = Math.floor(Date.now() / 1000) + seconds;
  const sig = encodeURIComponent(createHmac("sha256", key).update(`${sr}\n${se}`).digest("base64"));
  return `SharedAccessSignature sr=${sr}&sig=${sig}&se=${se}&skn=${name}`;
}

const cases = {
  async sends(q) {
    await q.sender.sendMessages({ body: "single" });
    await q.sender.sendMessages([{ body: "array-1" }, { body: "array-2" }]);
    const batch = await q.sender.createMessageBatch();
    for (let i = 0; i < 100; i++) assert.ok(batch.tryAddMessage({ body: `batch-${i}`, applicationProperties: { i } }));
    await q.sender.sendMessages(batch);
    const got = await q.receive(103);
    assert.deepEqual(got.map((m) => m.body).slice(0, 4), ["single", "array-1", "array-2", "batch-0"]);
    assert.deepEqual(got.slice(3).map((m) => m.applicationProperties.i), [...Array(100).keys()]);
    assert.ok(got.every((m) => m.messageId && m.deliveryCount === 0));
    assert.deepEqual(got.map((m) => m.sequenceNumber.toNumber()), [...Array(103).keys()].map((i) => i + 1));
    for (const m of got) await q.receiver.completeMessage(m);
    await q.none();
  },

  async bodies(q) {
    const bodies = [
      { body: { nested: [1, "two", null] } }, { body: "text" }, { body: 42 }, { body: true }, { body: null },
      { body: Buffer.from([0, 1, 255]), bodyType: "data" }, { body: { v: 1 }, bodyType: "value" }, { body: "v", bodyType: "value" },
      { body: [1, "b", [3]], bodyType: "sequence" },
    ];
    for (const body of bodies) await q.sender.sendMessages(body);
    const got = await q.receive(bodies.length);
    for (const [i, m] of got.entries()) {
      if (bodies[i].bodyType) assert.equal(m._rawAmqpMessage.bodyType, bodies[i].bodyType);
      assert.deepEqual(m.body, bodies[i].body);
      await q.receiver.completeMessage(m);
    }
  },

  async fields(q) {
    const sent = {
      body: "x", messageId: "id-1", contentType: "application/json", correlationId: "c", subject: "s", to: "t", replyTo: "r",
      replyToSessionId: "rs", sessionId: "g", partitionKey: "g", timeToLive: 3600000,
      applicationProperties: { text: "ü日本", number: 1.5, whole: 7, yes: true, nothing: null },
    };
    await q.sender.sendMessages(sent);
    const m = await q.one();
    for (const key of Object.keys(sent)) assert.deepEqual(m[key], sent[key], key);
    assert.equal(m.expiresAtUtc.getTime(), m.enqueuedTimeUtc.getTime() + 3600000);
    assert.ok(Math.abs(m.enqueuedTimeUtc - Date.now()) < 60000);
    assert.ok(m.lockedUntilUtc > m.enqueuedTimeUtc);
    assert.equal(m.state, "active");
    await q.receiver.completeMessage(m);
  },

  async large(q) {
    const body = "l".repeat(600 * 1024);
    await q.sender.sendMessages({ body });
    const m = await q.one();
    assert.equal(m.body, body);
    await q.receiver.completeMessage(m);
    const batch = await q.sender.createMessageBatch();
    assert.equal(batch.maxSizeInBytes, 1024 * 1024);
  },

  async oversize(q) {
    await fails(q.sender.sendMessages({ body: "o".repeat(300 * 1024) }), "MessageSizeExceeded");
    await q.sender.sendMessages({ body: "after" });
    assert.equal((await q.one()).body, "after");
  },

  async scheduled(q) {
    const later = new Date(Date.now() + 3600000);
    const [stays, goes] = await q.sender.scheduleMessages([{ body: "stays" }, { body: "goes" }], later);
    await q.sender.cancelScheduledMessages(goes);
    await fails(q.sender.cancelScheduledMessages(goes), "MessageNotFound");
    const waiting = await q.receiver.peekMessages(10);
    assert.deepEqual(waiting.map((m) => [m.body, m.state]), [["stays", "scheduled"]]);
    assert.equal(waiting[0].sequenceNumber.toString(), stays.toString());
    await q.none();

    const soon = new Date(Date.now() + 700);
    const [number] = await q.sender.scheduleMessages([{ body: "operation" }], soon);
    await q.sender.sendMessages({ body: "annotation", scheduledEnqueueTimeUtc: soon });
    const got = await q.receive(2);
    assert.deepEqual(got.map((m) => m.body), ["operation", "annotation"]);
    for (const m of got) {
      assert.ok(m.enqueuedTimeUtc >= soon && m.sequenceNumber.greaterThan(number));
      await q.receiver.completeMessage(m);
    }
  },

  async duplicates(q) {
    await q.sender.sendMessages({ messageId: "a", body: 1 });
    await q.sender.sendMessages({ messageId: "a", body: 2 });
    await q.sender.sendMessages([{ messageId: "b", body: 3 }, { messageId: "b", body: 4 }, { messageId: "c", body: 5 }]);
    const got = await q.receive(3);
    assert.deepEqual(got.map((m) => m.body), [1, 3, 5]);
    for (const m of got) await q.receiver.completeMessage(m);
    await q.sender.sendMessages({ messageId: "a", body: 6 });
    await q.none();
  },

  async settling(q) {
    await q.sender.sendMessages({ body: "poison" });
    for (let delivery = 0; delivery < 3; delivery++) {
      const m = await q.one();
      assert.equal(m.deliveryCount, delivery);
      await q.receiver.abandonMessage(m, { attempt: delivery });
    }
    await q.none();
    const m = await q.one(q.dead);
    assert.equal(m.deadLetterReason, "MaxDeliveryCountExceeded");
    assert.equal(m.applicationProperties.attempt, 2);
    await q.dead.completeMessage(m);
    await q.none(q.dead);
  },

  async deleting(q) {
    const receiver = q.client.createReceiver(q.name, { receiveMode: "receiveAndDelete" });
    await q.sender.sendMessages([1, 2, 3].map((body) => ({ body })));
    assert.deepEqual((await q.receive(3, receiver)).map((m) => m.body), [1, 2, 3]);
    assert.equal((await q.receiver.peekMessages(1)).length, 0);
  },

  async subscribed(q) {
    const got = [];
    const done = new Promise((resolve, reject) => q.receiver.subscribe({
      processMessage: async (m) => { got.push(m.body); if (got.length === 50) resolve(); },
      processError: async (e) => reject(e.error),
    }, { maxConcurrentCalls: 5 }));
    await q.sender.sendMessages([...Array(50).keys()].map((body) => ({ body })));
    await done;
    await q.receiver.close();
    await sleep(100);
    assert.deepEqual(got.sort((a, b) => a - b), [...Array(50).keys()]);
    const other = q.client.createReceiver(q.name);
    assert.equal((await other.receiveMessages(1, { maxWaitTimeInMs: 300 })).length, 0);
  },

  async competing(q) {
    const seen = new Map();
    await q.sender.sendMessages([...Array(300).keys()].map((body) => ({ body })));
    const receivers = [1, 2, 3].map(() => q.client.createReceiver(q.name));
    await Promise.all(receivers.map(async (receiver) => {
      while (seen.size < 300) {
        for (const m of await receiver.receiveMessages(20, { maxWaitTimeInMs: 200 })) {
          seen.set(m.body, (seen.get(m.body) ?? 0) + 1);
          await receiver.completeMessage(m);
        }
      }
    }));
    assert.equal(seen.size, 300);
    assert.ok([...seen.values()].every((times) => times === 1));
  },

  async dead(q) {
    await q.sender.sendMessages({ body: "d", applicationProperties: { kept: "k" } });
    const m = await q.one();
    await q.receiver.deadLetterMessage(m, { deadLetterReason: "why", deadLetterErrorDescription: "because", added: 5 });
    await q.none();
    const d = await q.one(q.dead);
    assert.deepEqual([d.deadLetterReason, d.deadLetterErrorDescription], ["why", "because"]);
    assert.deepEqual([d.applicationProperties.kept, d.applicationProperties.added], ["k", 5]);
    assert.equal(d.sequenceNumber.toString(), m.sequenceNumber.toString());
    assert.equal((await q.dead.peekMessages(5, { fromSequenceNumber: d.sequenceNumber })).length, 1);
    await q.dead.abandonMessage(d);
    const again = await q.one(q.dead);
    assert.equal(again.deliveryCount, d.deliveryCount + 1);
    await q.dead.completeMessage(again);
    await q.none(q.dead);
  },

  async deferred(q) {
    await q.sender.sendMessages([{ body: 1 }, { body: 2 }, { body: 3 }, { body: 4 }]);
    const got = await q.receive(4);
    for (const m of got) await q.receiver.deferMessage(m, { why: "later" });
    await q.none();
    assert.deepEqual((await q.receiver.peekMessages(4)).map((m) => m.state), Array(4).fill("deferred"));
    const numbers = got.map((m) => m.sequenceNumber);
    const [a, b, c] = await q.receiver.receiveDeferredMessages(numbers.slice(0, 3));
    assert.deepEqual([a.body, a.applicationProperties.why], [1, "later"]);
    await q.receiver.completeMessage(a);
    await q.receiver.deadLetterMessage(b, { deadLetterReason: "r", deadLetterErrorDescription: "d" });
    await q.receiver.abandonMessage(c);
    assert.equal((await q.one(q.dead)).deadLetterReason, "r");
    await fails(q.receiver.receiveDeferredMessages(numbers[0]), "MessageNotFound");
    const [again] = await q.receiver.receiveDeferredMessages(numbers[2]);
    assert.equal(again.body, 3);
    await q.receiver.renewMessageLock(again);
    await q.receiver.completeMessage(again);
    const deleting = q.client.createReceiver(q.name, { receiveMode: "receiveAndDelete" });
    assert.equal((await deleting.receiveDeferredMessages(numbers[3]))[0].body, 4);
    assert.equal((await q.receiver.peekMessages(4, { fromSequenceNumber: numbers[0] })).length, 0);
  },

  async peeked(q) {
    await q.sender.sendMessages([...Array(30).keys()].map((body) => ({ body })));
    const locked = await q.one();
    const first = await q.receiver.peekMessages(10);
    const second = await q.receiver.peekMessages(25);
    assert.deepEqual([...first, ...second].map((m) => m.body), [...Array(30).keys()]);
    assert.equal((await q.receiver.peekMessages(1, { fromSequenceNumber: locked.sequenceNumber }))[0].body, 0);
  },

  async "short-lock"(q) {
    await q.sender.sendMessages({ body: "lost" });
    const m = await q.one();
    const until = await q.receiver.renewMessageLock(m);
    assert.ok(until > Date.now());
    // The lock is long enough for a busy machine to renew it in time, and is waited for here.
    const again = (await q.receive(1, q.receiver, 30000))[0];
    assert.equal(again.deliveryCount, 1);
    await fails(q.receiver.completeMessage(m), "MessageLockLost");
    await fails(q.receiver.renewMessageLock(m), "MessageLockLost");
    await q.receiver.completeMessage(again);
    await q.none();
  },

  async renewed(q) {
    const receiver = q.client.createReceiver(q.name, { maxAutoLockRenewalDurationInMs: 60000 });
    await q.sender.sendMessages({ body: "kept" });
    const m = await q.one(receiver);
    await sleep(12_000); // Past the lock of 10 s, which the client renews after 5: a busy machine has the rest.
    await receiver.completeMessage(m);
    await q.none();
  },

  async expiring(q) {
    await q.sender.sendMessages({ body: "old", timeToLive: 400 });
    const m = await q.one(q.dead);
    assert.equal(m.deadLetterReason, "TTLExpiredException");
    await q.none();
  },

  async dropped(q) {
    await q.sender.sendMessages({ body: "old", timeToLive: 200 });
    await sleep(300);
    await q.none();
    await q.none(q.dead);
  },

  async full(q) {
    const sender = q.client.createSender(q.name);
    await fails((async () => { for (let i = 0; i < 20; i++) await sender.sendMessages({ body: "f".repeat(100 * 1024) }); })(), "QuotaExceeded");
    for (const m of await q.receive(3)) await q.receiver.completeMessage(m);
    await sender.sendMessages({ body: "fits again" });
  },

  async rights(q) {
    const { Endpoint: endpoint, SharedAccessKey: key, SharedAccessKeyName: name } = connectionParts();
    const withKey = (k) => new ServiceBusClient(`Endpoint=${endpoint};SharedAccessKeyName=${name};SharedAccessKey=${k};UseDevelopmentEmulator=true`, { retryOptions });
    const withToken = (t) => new ServiceBusClient(`Endpoint=${endpoint};SharedAccessSignature=${t};UseDevelopmentEmulator=true`, { retryOptions });
    const send = async (client, queue = q.name) => { try { await client.createSender(queue).sendMessages({ body: "r" }); } finally { await client.close(); } };
    await fails(send(withKey("wrong")), "UnauthorizedAccess");
    await fails(send(withToken(signature(`${endpoint}/${q.name}`, key, name, -10))), "UnauthorizedAccess");
    await fails(send(withToken(signature(`${endpoint}/another`, key, name, 600))), "UnauthorizedAccess");
    await send(withToken(signature(`${endpoint}/${q.name}`, key, name, 600)));
    await send(withToken(signature(endpoint, key, name, 600)));
    await fails(q.client.createSender("unknown").sendMessages({ body: "u" }), "MessagingEntityNotFound");
    await fails(q.client.createReceiver("unknown").receiveMessages(1, { maxWaitTimeInMs: 500 }), "MessagingEntityNotFound");
    await fails(q.client.createReceiver("unknown").peekMessages(1), "MessagingEntityNotFound");
  },

  async drained(q) {
    const total = 12000;
    const sent = (async () => { for (let at = 0; at < total; at += 200) await q.sender.sendMessages([...Array(200).keys()].map((i) => ({ body: at + i }))); })();
    const seen = new Set();
    let twice = 0;
    await Promise.all([...Array(6).keys()].map(async () => {
      const receiver = q.client.createReceiver(q.name);
      while (seen.size < total) {
        const got = await receiver.receiveMessages(50, { maxWaitTimeInMs: 40 });
        await Promise.all(got.map(async (m) => {
          if (seen.has(m.body)) twice++;
          seen.add(m.body);
          await receiver.completeMessage(m);
        }));
      }
    }));
    await sent;
    assert.equal(seen.size, total);
    assert.equal(twice, 0);
    await q.none();
  },

  async waiting(q) {
    const got = q.receive(1, q.receiver, 30000);
    await sleep(300);
    await q.sender.sendMessages({ body: "now" });
    assert.equal((await got)[0].body, "now");
  },

  async connects(q) {
    for (let i = 0; i < 60; i++) {
      const client = new ServiceBusClient(connectionString, { retryOptions: { maxRetries: 0, timeoutInMs: 20000 } });
      await client.createSender(q.name).sendMessages({ body: i });
      await client.close();
    }
    await q.receive(60);
  },

  async idle(q) {
    await q.sender.sendMessages({ body: "before" });
    await q.receiver.completeMessage(await q.one());
    await sleep(150000);
    await q.sender.sendMessages({ body: "after" });
    const m = await q.one();
    await q.receiver.completeMessage(m);
    assert.equal(m.body, "after");
  },
};

async function run(name) {
  const started = Date.now();
  const client = new ServiceBusClient(connectionString, { retryOptions });
  let error = null;
  try {
    await cases[name](queueOf(client, name));
    await client.close();
  } catch (e) {
    error = e?.stack ?? String(e);
  }
  console.log(JSON.stringify({ name, error, milliseconds: Date.now() - started }));
}

// The idle link takes minutes: only when asked for.
await Promise.all((only.length > 0 ? only : Object.keys(cases).filter((name) => name !== "idle")).map(run));
process.exit(0);
