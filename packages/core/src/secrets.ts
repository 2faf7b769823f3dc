import type { Delivery } from "./delivery.ts";
import type { SecretFormat, Signature } from "./provider.ts";
import { decodeText } from "./text-encoding.ts";

/** `undefined` is taken so that an environment variable can be passed as it is; it throws, naming the cause. */
export type SecretValue = string | Uint8Array | undefined;

/** One secret; a list while they rotate; or a record of labelled ones. */
export type SecretSet =
  | SecretValue
  | readonly SecretValue[]
  | Readonly<Record<string, SecretValue>>;

/** What signs, or a public key for asymmetric schemes; a function of the delivery serves many tenants. */
export type Secret = SecretSet | ((delivery: Delivery) => SecretSet | Promise<SecretSet>);

/** A secret, with the keys that were made of it. */
export interface LabelledSecret {
  /** The name in a record, else the place in the list. */
  readonly label: string | number;
  readonly value: SecretValue;
  readonly keys: Map<Signature, unknown>;
}

/** Gives each secret its label. They are not checked: {@link secretBytes} yields nothing for one that can't be used. */
export function labelSecrets(set: SecretSet): readonly LabelledSecret[] {
  const isSet = set && typeof set === "object" && !(set instanceof Uint8Array);
  return Object.entries(isSet ? set : [set]).map(([name, value]) => ({
    label: isSet && !Array.isArray(set) ? name : Number(name),
    value,
    keys: new Map(),
  }));
}

/**
 * The key's bytes under a format, or `undefined` where the secret is not of it, or can't be a secret at all: it is
 * empty, padded, or only a prefix such as `whsec_`.
 */
export function secretBytes(
  value: SecretValue,
  { prefix = "", prefixRequired, encoding = "utf8" }: SecretFormat = {},
): Uint8Array | undefined {
  if (!value?.length) return undefined;
  if (typeof value !== "string") return prefixRequired ? undefined : value;
  if (value.trim() !== value || /^[a-z]+_$/i.test(value)) return undefined;
  if (value.startsWith(prefix)) return decodeText(value.slice(prefix.length), encoding);
  return prefixRequired ? undefined : decodeText(value, encoding);
}
