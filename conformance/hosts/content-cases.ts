import { awkwardBodies } from "../checks/awkward-bodies.ts";
import { compressed } from "../checks/compressed.ts";
import { same } from "../tally.ts";
import type { HostCase, HostTrial } from "./host-trial.ts";
import { maxBodyBytes } from "./limits.ts";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

const largest = `"${"0".repeat(maxBodyBytes - 2)}"`;

const form = { headers: { "content-type": "application/x-www-form-urlencoded" } };

/** What the handler got comes back, so that both directions are shown at once. */
async function givesBack(trial: HostTrial, bytes: Uint8Array): Promise<void> {
  const answer = await trial.send(await trial.signed(bytes, form));
  const headers = { "x-method": "POST", "x-url": /^http/ };
  trial.is({ status: 200, headers, body: bytes }, answer, "it");
}

/** A request signed over what it is before compression. */
async function sendCoded(
  trial: HostTrial,
  answer: string,
  coding: string,
  body: Uint8Array,
  content = "{}",
): Promise<void> {
  const signed = await trial.signed(content);
  const headers = [...signed.headers, ["content-encoding", coding] as const];
  await trial.answers(answer, { headers, body }, coding);
}

/** What a content type says changes nothing: the bytes are what they are. */
const contentTypes = [
  undefined,
  "application/json; charset=utf-8",
  "application/cloudevents+json",
  "text/plain; charset=utf-16le",
  "multipart/form-data; boundary=b",
  "application/octet-stream",
];

async function isTaken(trial: HostTrial, contentType: string | undefined): Promise<void> {
  const { headers, body } = await trial.signed();
  const rest = headers.filter(([name]) => name !== "content-type");
  const typed = contentType === undefined ? [] : [["content-type", contentType] as const];
  await trial.answers("received", { headers: [...rest, ...typed], body });
  await trial.has(1, "processed");
}

/** Bodies arrive as they were sent, and no further than the limit. */
export const contentCases: readonly HostCase[] = [
  ...awkwardBodies.map(({ name, bytes }) => ({
    name: `body: ${name}`,
    scenario: "echo",
    run: (trial: HostTrial) => givesBack(trial, bytes),
  })),
  {
    name: "body: nothing",
    scenario: "echo",
    run: (trial) => givesBack(trial, new Uint8Array()),
  },
  {
    name: "body: zeros",
    scenario: "echo",
    run: (trial) => givesBack(trial, new Uint8Array(maxBodyBytes)),
  },
  ...contentTypes.map((contentType) => ({
    name: `content type: ${contentType ?? "none"}`,
    scenario: "plain",
    run: (trial: HostTrial) => isTaken(trial, contentType),
  })),
  ...(["gzip", "deflate"] as const).map((coding) => ({
    name: `coding: ${coding}`,
    scenario: "storeless",
    run: async (trial: HostTrial): Promise<void> => {
      const text = '{"a":"größe $& 🪝"}';
      await sendCoded(trial, "received", coding, await compressed(utf8(text), coding), text);
      const whole = await compressed(utf8(largest), coding);
      await sendCoded(trial, "received", coding, whole, largest);
      const tooLarge = await compressed(utf8(`${largest} `), coding);
      await sendCoded(trial, "body_too_large", coding, tooLarge, `${largest} `);
      const bomb = await compressed(new Uint8Array(10_000_000), coding);
      await sendCoded(trial, "body_too_large", coding, bomb);
      await sendCoded(trial, "body_malformed", coding, utf8("{}"));
      const refusals = ["body_too_large", "body_too_large", "body_malformed"];
      await trial.has(2, "processed", "processed", ...refusals);
    },
  })),
  {
    name: "coding: one that nobody knows",
    scenario: "plain",
    run: async (trial) => {
      await sendCoded(trial, "body_encoding_unsupported", "aes128gcm", utf8("{}"));
      await trial.has(0, "body_encoding_unsupported");
    },
  },
  {
    name: "size: at the limit, and one byte over it",
    scenario: "storeless",
    run: async (trial) => {
      await trial.answers("received", await trial.signed(largest), "the largest");
      await trial.answers("body_too_large", await trial.signed(`${largest} `), "a larger one");
      await trial.has(1, "processed", "body_too_large");
    },
  },
  {
    name: "size: far over the limit",
    scenario: "plain",
    run: async (trial) => {
      const tooLarge = await trial.signed(new Uint8Array(3 * maxBodyBytes));
      await trial.answers("body_too_large", tooLarge);
      await trial.answers("received", await trial.signed(), "the next");
      const { handled } = await trial.control("report");
      same("the count of handled events", handled, 1);
    },
  },
];
