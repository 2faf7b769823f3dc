import type { Delivery } from "./delivery.ts";
import type { Signature } from "./signature.ts";
import { utf8 } from "./utf8.ts";

/** `undefined` is taken so that an environment variable can be passed as it is; it throws, naming the cause. */
export type SecretValue = string | Uint8Array | undefined;

/** One secret; a list while they rotate; or a record of labelled ones. */
export type SecretSet =
  | SecretValue
  | readonly SecretValue[]
  | Readonly<Record<string, SecretValue>>;

/** What signs, or a public key for asymmetric schemes; a function of the delivery serves many tenants. */
export type Secret = SecretSet | ((delivery: Delivery) => SecretSet | Promise<SecretSet>);

/** A secret, with the key that was made of it for each signature, if it is one that the signature takes. */
export interface LabelledSecret {
  /** The name in a record, else the place in the list. */
  readonly label: string | number;
  readonly value: SecretValue;
  readonly keys: WeakMap<Signature, unknown>;
}

/** Secret -> its keys, so that it is prepared once, however often it is passed. The oldest goes when there are too many. */
const keysOf = /* @__PURE__ */ new Map<string, LabelledSecret["keys"]>();
const maxSecrets = 1000;

function keysFor(value: SecretValue): LabelledSecret["keys"] {
  // Bytes may be changed by whoever holds them.
  if (typeof value !== "string") return new WeakMap();
  const keys = keysOf.get(value) ?? new WeakMap();
  keysOf.set(value, keys);
  if (keysOf.size > maxSecrets) keysOf.delete(keysOf.keys().next().value as string);
  return keys;
}

/** Gives each secret its label. They are not checked here. */
export function labelSecrets(set: SecretSet): readonly LabelledSecret[] {
  const isSet = set && typeof set === "object" && !(set instanceof Uint8Array);
  if (!isSet) return [{ label: 0, value: set, keys: keysFor(set) }];
  return Object.entries(set).map(([name, value]) => ({
    label: Array.isArray(set) ? +name : name,
    value,
    keys: keysFor(value),
  }));
}

/** The bytes of a secret, or `undefined` for what can't be one: it is empty, padded, or a bare prefix (`whsec_`). */
export function secretBytes(value: SecretValue): Uint8Array | undefined {
  if (typeof value !== "string") return value?.length ? value : undefined;
  return /^([a-z]+_)?$|^\s|\s$/i.test(value) ? undefined : utf8(value);
}
