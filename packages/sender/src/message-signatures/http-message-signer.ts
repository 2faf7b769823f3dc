import type { EndpointSecret } from "../endpoint.ts";
import { SenderError } from "../sender-error.ts";
import type { Signer, SigningRequest } from "../signer.ts";
import { contentDigest } from "./content-digest.ts";
import { type MessageKey, messageKey } from "./message-key.ts";
import { signMessage } from "./sign-message.ts";
import { isString } from "./write-field.ts";

/** How requests are signed. */
export interface HttpMessageSignerOptions {
  /**
   * What the signatures cover: `@method`, `@target-uri`, `@authority`, `@scheme`, `@request-target`, `@path`, `@query`,
   * and headers by their names in lower case. `content-digest` has to be among them. Default: the method, the URL, the
   * digest, `content-type`, `webhook-id` and `webhook-timestamp`.
   */
  readonly components?: readonly string[] | undefined;
  /** Seconds after which a signature counts no more. Default: the receiver decides. */
  readonly expiresAfter?: number | undefined;
  /** Makes a fresh text for each attempt, of visible ASCII characters. */
  readonly nonce?: (() => string) | undefined;
  /** Says which application or purpose the signatures are for. */
  readonly tag?: string | undefined;
  /** The name under which the receiver knows a secret. Default: its label. */
  readonly keyId?: ((secret: EndpointSecret) => string) | undefined;
}

/** What a signature covers where nothing else was said. */
export const defaultComponents: readonly string[] = [
  "@method",
  "@target-uri",
  "content-digest",
  "content-type",
  "webhook-id",
  "webhook-timestamp",
];

const isComponent = (name: unknown): boolean =>
  typeof name === "string" &&
  /^(@(method|target-uri|authority|scheme|request-target|path|query)|[a-z0-9!#$%&'*+.^_`|~-]+)$/.test(
    name,
  );

const maxKeys = 1000;

function assertOptions({ components = [], expiresAfter, tag }: HttpMessageSignerOptions): void {
  const invalid = (field: string, message: string): never => {
    throw new SenderError("option_invalid", field, message);
  };
  if (components.length > 0 && !components.includes("content-digest")) {
    invalid("components", "without content-digest the body would not be signed");
  }
  if (!components.every(isComponent) || new Set(components).size < components.length) {
    invalid("components", "one is not known, or there twice");
  }
  if (expiresAfter !== undefined && !(Number.isInteger(expiresAfter) && expiresAfter > 0)) {
    invalid("expiresAfter", "is not a whole number of seconds");
  }
  if (tag !== undefined && !isString(tag)) invalid("tag", "is not visible ASCII");
}

/**
 * Makes a signer of RFC 9421, HTTP Message Signatures, with the body's digest of RFC 9530.
 *
 * Each secret that has not expired signs, under its label as `keyid`. A secret is `whsec_` and base64, or bytes, of 24
 * bytes at least (`hmac-sha256`); or a private key as PEM or `whsk_…` (`ed25519`, `ecdsa-p256-sha256` or
 * `rsa-pss-sha512`, which follows from the key).
 *
 * @throws SenderError `option_invalid`
 */
export function httpMessageSigner(options: HttpMessageSignerOptions = {}): Signer {
  assertOptions(options);
  const { components, expiresAfter, nonce, tag, keyId = ({ label }) => label } = options;
  const items = (components?.length ? components : defaultComponents).map((value) => ({
    value,
    params: new Map(),
  }));
  const keys = new Map<string, MessageKey>();

  /** Bytes may be changed by whoever holds them, so that only texts are remembered. */
  const keyOf = (secret: EndpointSecret): MessageKey => {
    const { label, value } = secret;
    const known = typeof value === "string" ? keys.get(value) : undefined;
    const key = known ?? messageKey(value, "sign");
    if (key === undefined) {
      const message =
        "is neither whsec_ and base64 or bytes, 24 bytes at least, nor a private key of Ed25519, P-256 or RSA of 2,048 bits";
      throw new SenderError("secret_invalid", `secrets.${label}`, message);
    }
    if (known === undefined && typeof value === "string") {
      if (keys.size === maxKeys) keys.delete(keys.keys().next().value as string);
      keys.set(value, key);
    }
    return key;
  };

  const nameOf = (secret: EndpointSecret): string => {
    const name = keyId(secret);
    if (name !== "" && isString(name)) return name;
    throw new SenderError("secret_invalid", "secrets", "a key's name is not visible ASCII");
  };

  return {
    headers: ["content-digest", "signature-input", "signature", "webhook-id", "webhook-timestamp"],
    checkSecret(secret) {
      nameOf(secret);
      keyOf(secret);
    },
    sign({ method, url, headers: given, body, event, secrets, time }: SigningRequest) {
      const created = Math.floor(time.getTime() / 1000);
      const headers: Readonly<Record<string, string>> = {
        "webhook-id": event.id,
        "webhook-timestamp": String(created),
        "content-digest": contentDigest(body),
      };
      const all: Readonly<Record<string, string>> = { ...given, ...headers };
      const request = {
        method,
        url: new URL(url),
        header: (name: string) => (Object.hasOwn(all, name) ? [all[name] as string] : []),
      };
      const once = nonce?.();
      if (once !== undefined && !isString(once)) {
        throw new SenderError("option_invalid", "nonce", "is not visible ASCII");
      }
      const fields = signMessage(
        request,
        items,
        secrets.map((secret) => ({ keyId: nameOf(secret), key: keyOf(secret) })),
        {
          created,
          expires: expiresAfter === undefined ? undefined : created + expiresAfter,
          nonce: once,
          tag,
        },
      );
      if ("component" in fields) {
        const message = `there is no ${fields.component} that could be signed`;
        throw new SenderError("option_invalid", "components", message);
      }
      return { ...headers, ...fields };
    },
  };
}
