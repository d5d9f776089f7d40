import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { test } from "node:test";

import { begin } from "../../widget/src/panel/chat/socket.js";

/** A server that is no more than what it says over polling: the n-th handshake of /chat is answered with packets[n]. */
async function polled(packets) {
  const asked = { comes: 0 }, waiting = new Map();
  const server = createServer(async (request, response) => {
    const sid = new URL(request.url, "http://x").searchParams.get("sid"), body = (await request.toArray()).join("");
    if (sid === null) response.end(`0${JSON.stringify({ sid: "s" + Math.random(), upgrades: [], pingInterval: 20_000, pingTimeout: 20_000, maxPayload: 1e5 })}`);
    else if (request.method === "GET") waiting.set(sid, response);
    else {
      response.end("ok");
      const ack = /^42\/chat,(\d+)/.exec(body)?.[1];
      const told = body.startsWith("40") ? packets[asked.comes++] : ack && [`43/chat,${ack}[{"n":1}]`];
      if (!told) return;
      while (!waiting.get(sid)) await new Promise((go) => { setTimeout(go, 5); });
      waiting.get(sid).end(told.join("\x1e"));
      waiting.delete(sid);
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { asked, base: `http://127.0.0.1:${server.address().port}/`, close: () => { server.closeAllConnections(); server.close(); } };
}

test("a refusal behind the yes is an end of the connection, and another one is made", { timeout: 20_000 }, async () => {
  const server = await polled([['40/chat,{"sid":"a"}', '44/chat,"Unable to connect"'], ['40/chat,{"sid":"b"}']]), ups = [];
  let stood = () => {};
  const both = new Promise((go) => { stood = go; });
  const line = begin().connect({
    base: server.base, site: "acme", authorization: async () => "Visitor v", push: () => {}, refused: assert.fail, pause: () => 20,
    up: (yes) => { if (ups.push(yes) && yes && ups.filter(Boolean).length === 2) stood(); },
  });
  try {
    await both;
    assert.equal(server.asked.comes, 2);
    assert.deepEqual([ups[0], ups.at(-2), ups.at(-1)], [true, false, true]);
    assert.deepEqual(await line.emit("chat:message", {}), { n: 1 });
  } finally {
    line.stop();
    server.close();
  }
});
