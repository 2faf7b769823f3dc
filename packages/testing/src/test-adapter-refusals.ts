import type { Provider } from "@hooks/core";
import type { AdapterCase, AdapterTrial, SignedRequest } from "./test-adapter-trial.ts";

type Headers = SignedRequest["headers"];

const signatureHeader = "webhook-signature";

const isSignature = ([name]: Headers[number]): boolean => name === signatureHeader;

interface Forgery {
  readonly name: string;
  readonly answer: string;
  /** The request's headers, of those that were signed. */
  readonly headers: (signed: Headers) => Headers;
}

/** Replaces the signature by others, each in a header of its own. */
function signatures(make: (signature: string) => readonly string[]): Forgery["headers"] {
  return (signed) =>
    signed.flatMap((header) =>
      isSignature(header) ? make(header[1]).map((value) => [header[0], value] as const) : [header],
    );
}

function timestamps(make: (now: number) => string): Forgery["headers"] {
  return (signed) =>
    signed.map(([name, value]) => [
      name,
      name === "webhook-timestamp" ? make(Number(value)) : value,
    ]);
}

const forged = `v1,${btoa("\0".repeat(32))}`;

const forgeries: readonly Forgery[] = [
  { name: "unsigned", answer: "signature_missing", headers: signatures(() => []) },
  { name: "no header at all", answer: "signature_missing", headers: () => [] },
  { name: "an empty signature", answer: "signature_missing", headers: signatures(() => [""]) },
  { name: "forged", answer: "signature_mismatch", headers: signatures(() => [forged]) },
  { name: "garbage", answer: "signature_malformed", headers: signatures(() => ["\xff%00 ;,=v1"]) },
  {
    name: "upper-case letters",
    answer: "signature_malformed",
    headers: signatures((one) => [one.toUpperCase()]),
  },
  {
    name: "a signature header of 9 KB",
    answer: "signature_malformed",
    headers: signatures((one) => [`${one} ${"A".repeat(9000)}`]),
  },
  {
    name: "60 signatures",
    answer: "signature_malformed",
    headers: signatures((one) => [`${`${forged} `.repeat(60)}${one}`]),
  },
  {
    name: "the signature header twice",
    answer: "signature_malformed",
    headers: signatures((one) => [one, one]),
  },
  {
    name: "a forged signature header before the right one",
    answer: "signature_malformed",
    headers: signatures((one) => [forged, one]),
  },
  {
    name: "a forged signature header behind the right one",
    answer: "signature_malformed",
    headers: signatures((one) => [one, forged]),
  },
  {
    name: "another id",
    answer: "signature_mismatch",
    headers: (signed) =>
      signed.map(([name, value]) => [name, name === "webhook-id" ? "msg_2" : value]),
  },
  {
    name: "another time",
    answer: "signature_mismatch",
    headers: timestamps((now) => String(now + 1)),
  },
  { name: "no time", answer: "timestamp_malformed", headers: timestamps(() => "") },
  {
    name: "a time with letters",
    answer: "timestamp_malformed",
    headers: timestamps((now) => `${now}abc`),
  },
  {
    name: "a time of 400 digits",
    answer: "timestamp_malformed",
    headers: timestamps(() => "1".repeat(400)),
  },
];

const secondsFromNow = (seconds: number): Date => new Date(Date.now() + seconds * 1000);

const basic: Provider = {
  id: "adapter-suite-basic",
  name: "Adapter suite",
  docs: "https://www.rfc-editor.org/rfc/rfc7617",
  signature: { scheme: "basic" },
};

async function checkForgery(trial: AdapterTrial, { answer, headers }: Forgery): Promise<void> {
  await trial.serve();
  const signed = await trial.signed();
  await trial.answers(answer, { ...signed, headers: headers(signed.headers) }, "the forgery");
  trial.hasHandled(0);
  // Refusing it has taken nothing from the genuine one.
  await trial.answers("received", signed, "the genuine delivery");
  trial.hasHandled(1);
}

/** Nothing is answered 2xx that was not verified. */
export const refusalCases: readonly AdapterCase[] = [
  ...forgeries.map((forgery) => ({
    name: `refusal: ${forgery.name}`,
    run: (trial: AdapterTrial) => checkForgery(trial, forgery),
  })),
  {
    name: "refusal: another body",
    run: async (trial) => {
      await trial.serve();
      const signed = await trial.signed('{"a":1}');
      for (const text of ['{"a":2}', '{"a":1} ', '{"a":1', ""]) {
        const body = new TextEncoder().encode(text);
        await trial.answers("signature_mismatch", { ...signed, body }, `the body ${text}`);
      }
      trial.hasHandled(0);
    },
  },
  {
    name: "refusal: another secret",
    run: async (trial) => {
      await trial.serve();
      await trial.answers("signature_mismatch", await trial.signed("{}", { secret: "another" }));
      trial.hasHandled(0);
    },
  },
  {
    name: "refusal: too old, and too far ahead",
    run: async (trial) => {
      await trial.serve();
      const old = await trial.signed("{}", { timestamp: secondsFromNow(-400) });
      await trial.answers("timestamp_too_old", old);
      const early = await trial.signed("{}", { timestamp: secondsFromNow(400) });
      await trial.answers("timestamp_in_future", early);
      trial.hasHandled(0);
    },
  },
  {
    name: "refusal: an authorization header twice",
    run: async (trial) => {
      await trial.serve({ provider: basic, secret: "user:password" });
      const right = ["authorization", `Basic ${btoa("user:password")}`] as const;
      const wrong = ["Authorization", `Basic ${btoa("user:passw0rd")}`] as const;
      const body = new TextEncoder().encode("{}");
      await trial.answers("signature_mismatch", { headers: [wrong], body }, "a wrong password");
      for (const headers of [
        [right, wrong],
        [wrong, right],
        [right, right],
      ]) {
        const { status } = await trial.send({ headers, body });
        trial.holds(status === 401, `it is answered ${status}`);
      }
      trial.hasHandled(0);
      const { status } = await trial.send({ headers: [right], body });
      trial.holds(status === 200, `the right password is answered ${status}`);
    },
  },
  {
    name: "refusal: forwarded headers change nothing",
    run: async (trial) => {
      await trial.serve();
      const { headers, body } = await trial.signed();
      const forwarded = [
        ["x-forwarded-host", "evil.example"],
        ["x-forwarded-proto", "https"],
        ["x-http-method-override", "GET"],
        ["x-original-url", "/evil"],
        ["forwarded", "host=evil.example"],
      ] as const;
      await trial.answers("received", { headers: [...headers, ...forwarded], body });
      trial.holds(
        !trial.events[0]?.delivery.url.includes("evil"),
        "the delivery's URL is taken from a header",
      );
      trial.holds(trial.events[0]?.delivery.method === "POST", "the method is taken from a header");
    },
  },
];
