import { generateKeyPairSync } from "node:crypto";
import type { DeliveryInput, Provider, SignOptions } from "@hooks/core";

/** A delivery as a provider's own package gets or gives it: names of headers in lower case, the body as text. */
export interface PeerDelivery extends DeliveryInput {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What signs, what verifies, and what another sender would sign with. */
export interface Keys {
  readonly signing: string;
  readonly verifying: string;
  readonly other: string;
}

/** A preset beside the package of its provider. At least one of the two functions is there. */
export interface Peer {
  readonly preset: Provider;
  readonly keys: Keys;
  /** Default: JSON of several kinds. Each holds the word "genuine" where it is signed, which a forger changes. */
  readonly bodies?: readonly string[];
  /** What our `sign` is told beside the body. */
  readonly options?: Omit<SignOptions, "secret" | "body">;
  /** What the provider publishes its keys as: URL -> text. */
  readonly published?: Readonly<Record<string, string>>;
  /** A delivery that the package has signed, at this time. */
  readonly sign?: (body: string, nowMs: number) => PeerDelivery | Promise<PeerDelivery>;
  /** The package's own verification: it refuses by `false` or by throwing. */
  readonly verify?: (delivery: PeerDelivery) => boolean | Promise<boolean>;
  /** Changes what is signed, where that is not in the body. */
  readonly forge?: (delivery: PeerDelivery) => PeerDelivery;
}

export const url = "https://example.com/webhooks";

/** A package that the type checker need not read, for its types are larger than all of ours. */
// biome-ignore lint/suspicious/noExplicitAny: what is imported is the package's affair, and running it is the check.
export const load = (name: string): Promise<any> => import(name);

/** A secret that both sides share. */
export const shared = (secret: string, other: string): Keys => ({
  signing: secret,
  verifying: secret,
  other,
});

/** Shared secrets as Standard Webhooks writes them. */
export const whsec: Keys = shared(
  `whsec_${btoa("a secret of the cross-checks")}`,
  `whsec_${btoa("another one of the cross-checks")}`,
);

/** Ed25519 in hex: the seeds sign, the public key verifies. */
export function ed25519Keys(): Keys {
  const hex = (part: string | undefined): string =>
    Buffer.from(part ?? "", "base64url").toString("hex");
  const pair = () => generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  const { d, x } = pair();
  return { signing: hex(d), verifying: hex(x), other: hex(pair().d) };
}

/** P-256 as base64 of DER: PKCS #8 signs, SPKI verifies. */
export function p256Keys(): Keys {
  const pair = () => generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { privateKey, publicKey } = pair();
  const pkcs8 = { format: "der", type: "pkcs8" } as const;
  return {
    signing: privateKey.export(pkcs8).toString("base64"),
    verifying: publicKey.export({ format: "der", type: "spki" }).toString("base64"),
    other: pair().privateKey.export(pkcs8).toString("base64"),
  };
}

/** A request with these headers. */
export const post = (headers: Readonly<Record<string, string>>, body: string): PeerDelivery => ({
  method: "POST",
  url,
  headers: { "content-type": "application/json", ...headers },
  body,
});

/** A form, with a field of each name once. */
export const formOf = (body: string): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(body));

/** Did it not throw? */
export async function passes(run: () => unknown): Promise<boolean> {
  await run();
  return true;
}
