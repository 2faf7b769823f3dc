import type { Provider, Signature } from "@hooks/core";
import type { Subject } from "../subject.ts";
import type { Tally } from "../tally.ts";
import { needsWebCrypto, signaturesOf } from "./signatures-of.ts";

/** What of a signature differs in how it is computed and written. */
const kindOf = (signature: Signature): string =>
  Object.entries(signature)
    .filter(([name]) => !["field", "content", "secret"].includes(name))
    .map(([name, value]) => `${name} ${value}`)
    .sort()
    .join();

/** Does the suite itself need WebCrypto: to make keys or tokens, or to compute what a handshake has to be answered? */
const isBeyondSuite = (provider: Provider): boolean =>
  signaturesOf(provider).some((one) => needsWebCrypto(one) || one.scheme === "jwt") ||
  [provider.handshake ?? []].flat().some(({ answer }) => answer !== undefined);

/** Tests that change every character and bit of a vector; they take long. */
const isExhaustive = (testName: string): boolean => /: other (signatures|content)$/.test(testName);

/**
 * What the provider suite makes of every preset and its vectors; all of it where a preset brings a kind of signature
 * that none before it had.
 */
export async function checkPresets(subject: Subject, tally: Tally): Promise<void> {
  const { cryptoPath, providers, testing, vectors } = subject;
  const kinds = new Set<string>();
  for (const [id, load] of Object.entries(providers)) {
    const provider = await load();
    const signatures = signaturesOf(provider);
    if (cryptoPath === "noble" && isBeyondSuite(provider)) continue;
    const isNew = signatures.some((one) => !kinds.has(kindOf(one)));
    for (const one of signatures) kinds.add(kindOf(one));
    const tests: (readonly [name: string, run: () => Promise<void>])[] = [];
    testing.testProvider(provider, vectors[id] ?? [], {
      test: (name, run) => tests.push([name, run]),
    });
    for (const [name, run] of tests) {
      if (isNew || !isExhaustive(name)) await tally.check(`${id} ${name}`, run);
    }
  }
}
