/** A verification, and by what a runtime could compute it, with nothing but what every runtime has. */
import { type Delivery, sign, verify } from "@hooks/core";
import { github } from "@hooks/providers/github";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import type { Contender } from "../measure/take-turns.ts";

const secret = "a secret of the benchmark";
const secretBytes = new TextEncoder().encode(secret);
const header = "x-hub-signature-256";

interface NodeCrypto {
  readonly createHmac: (
    hash: string,
    key: string,
  ) => { update(bytes: Uint8Array): { digest(encoding: "hex"): string } };
  readonly timingSafeEqual: (a: Uint8Array, b: Uint8Array) => boolean;
}

type Globals = typeof globalThis & {
  readonly process?: { readonly getBuiltinModule?: (name: string) => unknown };
};

const nodeCrypto = (globalThis as Globals).process?.getBuiltinModule?.("node:crypto") as
  | NodeCrypto
  | undefined;

/** The bytes of a signature in hex. */
function bytesOf(hex: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(hex.length / 2);
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  }
  return bytes;
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) difference |= (a[i] as number) ^ (b[i] as number);
  return difference === 0;
}

type Verifier = (body: Uint8Array<ArrayBuffer>, signature: string) => unknown;

const byNode = ({ createHmac, timingSafeEqual }: NodeCrypto): Verifier => {
  const encoder = new TextEncoder();
  return (body, signature) => {
    const mac = createHmac("sha256", secret).update(body).digest("hex");
    return timingSafeEqual(encoder.encode(`sha256=${mac}`), encoder.encode(signature));
  };
};

async function byWebCrypto(subtle: SubtleCrypto): Promise<Verifier> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await subtle.importKey("raw", secretBytes, algorithm, false, ["verify"]);
  return (body, signature) => subtle.verify("HMAC", key, bytesOf(signature.slice(7)), body);
}

function byNoble(): Verifier {
  const prepared = hmac.create(sha256, secretBytes);
  return (body, signature) =>
    isEqual(prepared.clone().update(body).digest(), bytesOf(signature.slice(7)));
}

/** By what the bytes could be computed, where it is there: name -> verifier. */
async function floors(): Promise<Readonly<Record<string, Verifier>>> {
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined;
  return {
    ...(nodeCrypto && { createHmac: byNode(nodeCrypto) }),
    ...(subtle && { WebCrypto: await byWebCrypto(subtle) }),
    noble: byNoble(),
  };
}

async function deliveryOf(bytes: number): Promise<Delivery> {
  const body = `{"text":"${"x".repeat(bytes - 11)}"}`;
  const { method, url, headers } = await sign(github, { secret, body, type: "push" });
  const usual = { host: "example.com", "user-agent": "benchmark", accept: "*/*" };
  const length = { "content-length": `${bytes}` };
  const all = { ...usual, ...(headers as Record<string, string>), ...length };
  return { method, url, headers: all, body: new TextEncoder().encode(body) };
}

async function accepts(run: () => unknown): Promise<boolean> {
  try {
    return (await run()) !== false;
  } catch {
    return false;
  }
}

/**
 * `verify` first, and then what it is compared with, over a body of so many bytes.
 *
 * @throws Error when one of them refuses what is genuine, or accepts what is not
 */
export async function contendersOf(bytes: number): Promise<readonly Contender[]> {
  const delivery = await deliveryOf(bytes);
  const signature = (delivery.headers as Record<string, string>)[header] ?? "";
  const others = Object.entries(await floors());
  const contenders = (body: Uint8Array): readonly Contender[] => [
    { name: "verify", run: () => verify(github, { ...delivery, body }, { secret }) },
    ...others.map(([name, verifier]) => ({
      name,
      run: () => verifier(body as Uint8Array<ArrayBuffer>, signature),
    })),
  ];
  const forged = delivery.body.map((byte, i) => (i === bytes - 4 ? byte ^ 1 : byte));
  for (const { name, run } of contenders(forged)) {
    if (await accepts(run)) throw new Error(`${name} accepts what is forged`);
  }
  const genuine = contenders(delivery.body);
  for (const { name, run } of genuine) {
    if (!(await accepts(run))) throw new Error(`${name} refuses what is genuine`);
  }
  return genuine;
}
