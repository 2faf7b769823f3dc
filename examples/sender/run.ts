/** Sends an event to three receivers, and shows each attempt. It ends with 0 only when all went as expected. */
import { randomBytes } from "node:crypto";
import { type Attempt, createSender, type Endpoint } from "@hooks/sender";
import { type Name, names, startReceivers } from "./receivers.ts";

const secretOf = (): string => `whsec_${randomBytes(24).toString("base64")}`;
const secrets: Record<Name, string> = {
  healthy: secretOf(),
  "failing-twice": secretOf(),
  gone: secretOf(),
};
const { server, port } = await startReceivers({
  ...secrets,
  // To see the table go wrong: that receiver then knows another secret than the sender.
  ...(process.env["SABOTAGE"] && { [process.env["SABOTAGE"]]: secretOf() }),
});

const endpoints = names.map(
  (name): Endpoint => ({
    id: name,
    url: `http://127.0.0.1:${port}/${name}`,
    secrets: [{ label: "2026-11", value: secrets[name] }],
    eventTypes: ["invoice.*"],
  }),
);

const show = (...cells: readonly unknown[]): void =>
  console.log(cells.map((cell) => String(cell ?? "-").padEnd(16)).join(""));

const seen: string[] = [];
const tell = ({ endpointId, number, status, code, durationMs, nextAttemptAt }: Attempt): void => {
  const wait = nextAttemptAt && `${nextAttemptAt.getTime() - Date.now()} ms`;
  show(endpointId, number, status, code, `${durationMs.toFixed(1)} ms`, wait);
  seen.push(`${endpointId} ${number} ${status} ${code}`);
};

await using sender = createSender({
  endpoints,
  // For the example: the default is ten attempts over three days, to public addresses by https.
  schedule: [0, 200, 400],
  allowHttp: true,
  guard: { allow: [{ cidr: "127.0.0.1/32", port }], onAllow: () => undefined },
  onAttempt: tell,
  onReport: ({ type, ...report }) => {
    if ("endpointId" in report) seen.push(`${report.endpointId} ${type}`);
  },
});

console.log("An invoice is paid; three endpoints want to know it.\n");
show("endpoint", "attempt", "status", "code", "took", "next in");
const event = { type: "invoice.paid", data: { invoice: "in_1", amount: 1999, currency: "eur" } };
const results = await sender.sendAll(names, event);

console.log("\nThe next invoice:\n");
const next = await sender.sendAll(names, { ...event, data: { ...event.data, invoice: "in_2" } });

console.log("\nWhat became of them:\n");
show("endpoint", "first", "second");
for (const [i, { endpointId, code }] of results.entries()) show(endpointId, code, next[i]?.code);
server.close().closeAllConnections();

const expected = [
  "failing-twice 1 500 status_refused",
  "failing-twice 1 200 delivered",
  "failing-twice 2 500 status_refused",
  "failing-twice 3 200 delivered",
  "gone 1 410 gone",
  "gone endpoint.disabled",
  "healthy 1 200 delivered",
  "healthy 1 200 delivered",
];
const codes = [...results, ...next].map(({ code }) => code).join(" ");
const isExpected =
  seen.toSorted().join() === expected.toSorted().join() &&
  codes === "delivered delivered gone delivered delivered endpoint_disabled";
console.log(isExpected ? "\nAs expected." : `\nNOT AS EXPECTED: ${seen.join(", ")}`);
process.exitCode = isExpected ? 0 : 1;
