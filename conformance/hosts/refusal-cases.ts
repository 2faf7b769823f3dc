import type { HostCase, HostTrial, SignedRequest } from "./host-trial.ts";

type Headers = SignedRequest["headers"];

interface Forgery {
  readonly name: string;
  readonly answer: string;
  readonly change: (signed: SignedRequest) => Partial<SignedRequest>;
}

/** Replaces a header by others of its name. */
const replacing =
  (name: string, make: (value: string) => readonly string[]): Forgery["change"] =>
  ({ headers }) => ({
    headers: headers.flatMap(
      (header): Headers =>
        header[0] === name ? make(header[1]).map((value) => [name, value]) : [header],
    ),
  });

const signatures = (make: (signature: string) => readonly string[]): Forgery["change"] =>
  replacing("webhook-signature", make);

const times = (make: (seconds: number) => string): Forgery["change"] =>
  replacing("webhook-timestamp", (value) => [make(Number(value))]);

const bodyOf =
  (text: string): Forgery["change"] =>
  () => ({ body: new TextEncoder().encode(text) });

const forged = `v1,${btoa("\0".repeat(32))}`;

const forgeries: readonly Forgery[] = [
  { name: "unsigned", answer: "signature_missing", change: signatures(() => []) },
  { name: "no header at all", answer: "signature_missing", change: () => ({ headers: [] }) },
  { name: "an empty signature", answer: "signature_missing", change: signatures(() => [""]) },
  { name: "forged", answer: "signature_mismatch", change: signatures(() => [forged]) },
  { name: "garbage", answer: "signature_malformed", change: signatures(() => ["%00 ;,=v1"]) },
  {
    name: "a signature header of 9 KB",
    answer: "signature_malformed",
    change: signatures((one) => [`${one} ${"A".repeat(9000)}`]),
  },
  {
    name: "the signature header twice",
    answer: "signature_malformed",
    change: signatures((one) => [one, one]),
  },
  {
    name: "a forged signature header before the right one",
    answer: "signature_malformed",
    change: signatures((one) => [forged, one]),
  },
  {
    name: "a forged signature header behind the right one",
    answer: "signature_malformed",
    change: signatures((one) => [one, forged]),
  },
  {
    name: "another id",
    answer: "signature_mismatch",
    change: replacing("webhook-id", () => ["2"]),
  },
  { name: "another time", answer: "signature_mismatch", change: times((now) => `${now + 1}`) },
  { name: "no time", answer: "timestamp_malformed", change: times(() => "") },
  { name: "a time with letters", answer: "timestamp_malformed", change: times((now) => `${now}a`) },
  { name: "another body", answer: "signature_mismatch", change: bodyOf("[]") },
  { name: "a longer body", answer: "signature_mismatch", change: bodyOf("{} ") },
  { name: "no body", answer: "signature_mismatch", change: bodyOf("") },
];

const minutesFromNow = (minutes: number): Date => new Date(Date.now() + minutes * 60_000);

/** Nothing is answered 2xx that was not verified. */
export const refusalCases: readonly HostCase[] = [
  ...forgeries.map(({ name, answer, change }) => ({
    name: `refusal: ${name}`,
    scenario: "plain",
    run: async (trial: HostTrial): Promise<void> => {
      const signed = await trial.signed();
      await trial.answers(answer, { ...signed, ...change(signed) }, "the forgery");
      // Refusing it has taken nothing from the genuine one.
      await trial.answers("received", signed, "the genuine delivery");
      await trial.has(1, answer, "processed");
    },
  })),
  {
    name: "refusal: too old, and too far ahead",
    scenario: "plain",
    run: async (trial) => {
      const old = await trial.signed("{}", { timestamp: minutesFromNow(-6) });
      await trial.answers("timestamp_too_old", old);
      const early = await trial.signed("{}", { timestamp: minutesFromNow(6) });
      await trial.answers("timestamp_in_future", early);
      await trial.has(0, "timestamp_too_old", "timestamp_in_future");
    },
  },
  {
    name: "refusal: another secret",
    scenario: "plain",
    run: async (trial) => {
      await trial.answers("signature_mismatch", await trial.signed("{}", { secret: "another" }));
      await trial.has(0, "signature_mismatch");
    },
  },
];
