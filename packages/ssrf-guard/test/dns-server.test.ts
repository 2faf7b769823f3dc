import { createSocket } from "node:dgram";
import { once } from "node:events";
// @ts-expect-error it has no types
import packet from "dns-packet";
import { expect, test } from "vitest";
import { writeReply } from "../src/dns-answer.ts";
import { startDnsServer } from "../src/dns-server.ts";

const query = (type: string, name = "hooks.example.com") =>
  packet.encode({
    type: "query",
    id: 4711,
    flags: packet.RECURSION_DESIRED,
    questions: [{ type, name }],
  });

function reply(type: string, answer: Parameters<typeof writeReply>[1]) {
  const { id, rcode, questions, answers } = packet.decode(writeReply(query(type), answer));
  expect(id).toBe(4711);
  expect(questions).toEqual([{ type, name: "hooks.example.com", class: "IN" }]);
  return {
    rcode,
    answers: answers.map((one: { type: string; name: string; data: string; ttl: number }) => {
      expect(one.ttl).toBe(0);
      return `${one.type} ${one.name} ${one.data}`;
    }),
  };
}

test("the name server of the suite speaks as an independent reader understands it", () => {
  const addresses = ["192.0.2.1", "2001:db8::1", "192.0.2.2"];
  expect(reply("A", { addresses })).toEqual({
    rcode: "NOERROR",
    answers: ["A hooks.example.com 192.0.2.1", "A hooks.example.com 192.0.2.2"],
  });
  expect(reply("AAAA", { addresses })).toEqual({
    rcode: "NOERROR",
    answers: ["AAAA hooks.example.com 2001:db8::1"],
  });
  expect(reply("A", { addresses: ["10.0.0.1"], alias: "inner.example.net" })).toEqual({
    rcode: "NOERROR",
    answers: ["CNAME hooks.example.com inner.example.net", "A inner.example.net 10.0.0.1"],
  });
  expect(reply("A", { addresses: [] })).toEqual({ rcode: "NOERROR", answers: [] });
  expect(reply("A", undefined)).toEqual({ rcode: "NXDOMAIN", answers: [] });
});

test("the lookup asks name servers, of whichever make", async () => {
  const socket = createSocket("udp4").on("message", (message, { port, address }) => {
    const { id, questions } = packet.decode(message);
    const data = questions[0].type === "A" ? "192.0.2.7" : "2001:db8::7";
    const answers = [{ ...questions[0], data, ttl: 60 }];
    socket.send(packet.encode({ type: "response", id, questions, answers }), port, address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  const { Resolver } = await import("node:dns");
  const { resolverLookup } = await import("../src/index.ts");
  const resolver = new Resolver();
  resolver.setServers([`127.0.0.1:${socket.address().port}`]);
  const lookup = resolverLookup(resolver);
  const both = await new Promise((resolve) => {
    lookup("a.example.", { all: true }, (error, answers) => resolve([error, answers]));
  });
  const answers = [
    { address: "192.0.2.7", family: 4 },
    { address: "2001:db8::7", family: 6 },
  ];
  expect(both).toEqual([null, answers]);
  const one = await new Promise((resolve) => {
    lookup("a.example.", {}, (...args) => resolve(args));
  });
  expect(one).toEqual([null, "192.0.2.7", 4]);
  socket.close();
});

test("the lookup fails when neither family has an answer, and not when one has none", async () => {
  const dns = await startDnsServer();
  dns.answer("four.example", { addresses: ["192.0.2.1"] });
  dns.answer("none.example", { addresses: [] });
  const lookup = (name: string) =>
    new Promise((resolve) => {
      dns.lookup(name, { all: true }, (error, answers) => resolve(error?.code ?? answers));
    });
  expect(await lookup("four.example")).toEqual([{ address: "192.0.2.1", family: 4 }]);
  expect(await lookup("none.example")).toBe("ENODATA");
  expect(await lookup("nowhere.example")).toBe("ENOTFOUND");
  expect(dns.asked()).toContain("four.example");
  await dns.close();
});
