import type { Hash, Provider, Store } from "@hooks/core";
import { secret } from "../endpoint.ts";
import type { CryptoPath, Subject } from "../subject.ts";
import { same, type Tally } from "../tally.ts";
import { type CryptoCalls, spyOnCrypto } from "./crypto-spy.ts";

/** What one HMAC and one hash are computed with. Without either crypto, only the package's own code is left. */
const callsBy: Readonly<Record<CryptoPath, { readonly node: number; readonly web: number }>> = {
  "node:crypto": { node: 1, web: 0 },
  WebCrypto: { node: 0, web: 1 },
  noble: { node: 0, web: 0 },
};

const providerWith = (hash: Hash): Provider => ({
  id: "conformance",
  name: "Conformance",
  docs: "https://www.rfc-editor.org/rfc/rfc4231",
  signature: {
    scheme: "hmac",
    hash,
    field: { header: "x-signature" },
    encoding: "hex",
    content: "{body}",
  },
});

/** Each runtime computes with what it is meant to, as seen from outside. */
export async function checkCryptoPath(subject: Subject, tally: Tally): Promise<void> {
  const { core, cryptoPath, memoryStore } = subject;
  await tally.check("WebCrypto is there unless it is not", () => {
    same("WebCrypto", globalThis.crypto?.subtle !== undefined, cryptoPath !== "noble");
  });
  for (const hash of ["SHA-1", "SHA-256", "SHA-384", "SHA-512"] as const) {
    const provider = providerWith(hash);
    await tally.check(`${hash} is signed by ${cryptoPath}`, async () => {
      const { nodeHmacs: node, webHmacs: web } = await spyOnCrypto(async () => {
        await core.sign(provider, { secret, body: "{}" });
      });
      same("what was called", { node, web }, callsBy[cryptoPath]);
    });
    await tally.check(`${hash} is verified by ${cryptoPath}`, async () => {
      const delivery = await core.sign(provider, { secret, body: "{}" });
      const { nodeHmacs: node, webHmacs: web } = await spyOnCrypto(async () => {
        await core.verify(provider, delivery, { secret });
      });
      same("what was called", { node, web }, callsBy[cryptoPath]);
    });
  }
  await tally.check(`a body's digest is computed by ${cryptoPath}`, async () => {
    const bare = await hashesOf(subject, undefined);
    const stored = await hashesOf(subject, memoryStore());
    // Without a store there is no digest; what an HMAC is made of are hashes as well, in some runtimes.
    const found = {
      node: stored.nodeHashes - bare.nodeHashes,
      web: stored.webHashes - bare.webHashes,
    };
    same("what was called", found, callsBy[cryptoPath]);
  });
}

/** What is called for one delivery. */
function hashesOf({ core }: Subject, store: Store | undefined): Promise<CryptoCalls> {
  const provider = providerWith("SHA-256");
  return spyOnCrypto(async () => {
    const delivery = await core.sign(provider, { secret, body: "{}" });
    const receiver = core.createReceiver({ provider, secret, store, on: {} });
    same("the status", (await receiver.receive(delivery)).status, 200);
  });
}
