import { assertSecrets, secretFormatsOf } from "./assert-secrets.ts";
import type { Content } from "./content.ts";
import { decodeSecret } from "./decode-secret.ts";
import { bodyBytes, type Delivery, type DeliveryInput } from "./delivery.ts";
import { createReader } from "./delivery-reader.ts";
import { formsOf } from "./forms-of.ts";
import { furtherSchemes } from "./further-schemes.ts";
import { readSigned } from "./judge.ts";
import { listOf } from "./list-of.ts";
import type { Field, Form, HeaderField, OneOrMore, Provider } from "./provider.ts";
import { bodyUnavailable } from "./refusal.ts";
import { carriageOf, type Signer } from "./scheme.ts";
import { hmacSigner } from "./schemes/hmac.ts";
import { labelSecrets, type SecretSet } from "./secrets.ts";
import type { SecretFormat, Signature } from "./signature.ts";
import { encodeBytes } from "./text-encoding.ts";
import { formatTimestamp } from "./timestamp.ts";
import { tokenClaims } from "./token-claims.ts";
import { WebhookError } from "./webhook-error.ts";

/** What to sign, and how. */
export interface SignOptions {
  /** The provider's secret, or the private key for schemes with a key pair; several sign together where that is possible. */
  readonly secret: SecretSet;
  readonly body: DeliveryInput["body"];
  /** The delivery's id, where a header carries it. Default: a random one. */
  readonly id?: string | undefined;
  /** The event's type, where a header carries it. */
  readonly type?: string | undefined;
  /** A time, or milliseconds since the epoch; a number below 1e11 is taken as seconds. Default: now. */
  readonly timestamp?: Date | number | undefined;
  /** Default `POST`. */
  readonly method?: string | undefined;
  /** Default `http://localhost/`. */
  readonly url?: string | undefined;
  /** Further headers; they win over those that signing makes. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The form to sign in, where the provider has several. Default: the first. */
  readonly form?: string | undefined;
}

/** Parts that share a header are joined by its `split`. */
class HeaderWriter {
  readonly headers: Record<string, string> = {};

  write({ header, split = "", prefix = "" }: HeaderField, text: string): void {
    const before = this.headers[header];
    this.headers[header] = (before === undefined ? "" : before + split) + prefix + text;
  }
}

const headerField = (field: OneOrMore<Field> | undefined): HeaderField | undefined =>
  listOf(field ?? []).find((one) => "header" in one);

const signingFormat = (secret: SecretFormat | undefined): SecretFormat => {
  const { prefix, signingPrefix = prefix, ...format } = secret ?? {};
  return signingPrefix === undefined ? format : { ...format, prefix: signingPrefix };
};

const signerOf = ({ scheme }: Signature): Signer | Promise<Signer> =>
  scheme === "hmac" ? hmacSigner : furtherSchemes[scheme]();

// Not a UUID, which browsers make only on pages that came over a secure channel.
const randomId = (): string => encodeBytes(crypto.getRandomValues(new Uint8Array(16)), "hex");

function milliseconds(time: Date | number | undefined): number {
  const ms = Number(time ?? Date.now());
  if (!Number.isFinite(ms)) throw new WebhookError("option_invalid", "timestamp is not a time");
  return typeof time === "number" && ms < 1e11 ? ms * 1000 : ms;
}

/**
 * Makes a delivery that {@link verify} accepts under the same provider and secret.
 *
 * An id, type or timestamp that the provider carries in the body is the body's own.
 *
 * @throws WebhookError `secret_invalid`; `option_invalid` for a scheme whose signature no header carries
 */
export async function sign(provider: Provider, options: SignOptions): Promise<Delivery> {
  const { secret, method = "POST", url = "http://localhost/", type } = options;
  const body = bodyBytes(options.body);
  if (!body) throw bodyUnavailable();
  const [[, form]] = formsOf(provider, options.form) as [[string, Form]];
  const signatures: readonly Signature[] = listOf(form.signature);
  const writer = new HeaderWriter();
  const reader = createReader({ method, url, headers: writer.headers, body });

  const id = options.id ?? `msg_${randomId()}`;
  const timeMs = milliseconds(options.timestamp);
  const idField = headerField(provider.deliveryId);
  if (idField) writer.write(idField, id);
  const typeField = headerField(provider.eventType);
  if (typeField && type !== undefined) writer.write(typeField, type);
  if (form.timestamp && "header" in form.timestamp) {
    writer.write(form.timestamp, formatTimestamp(timeMs, form.timestamp.unit));
  }
  for (const named of Object.values(form.fields ?? {})) {
    const field = typeof named === "function" ? undefined : headerField(named);
    if (field) writer.write(field, options.headers?.[field.header] ?? randomId());
  }

  const contentOf = async (
    signature: Signature,
    template: string,
  ): Promise<Content | undefined> => {
    if (signature.scheme === "jwt") {
      const facts = { id, type, timeMs };
      const claims = await tokenClaims(provider, form, signature, reader.delivery, facts);
      return [claims, new Uint8Array(), ""];
    }
    return readSigned(reader, form, template, { provider, secrets: [], url }).content;
  };

  const formats = secretFormatsOf(form).map(signingFormat);
  assertSecrets(secret, formats);
  for (const { value } of labelSecrets(secret)) {
    for (const [i, signature] of signatures.entries()) {
      const signer = await signerOf(signature);
      const { field, content: template = "" } = carriageOf(signer, signature);
      const target = headerField(field);
      const content = await contentOf(signature, template);
      if (!content) throw new WebhookError("signature_malformed");
      if (target === undefined) {
        throw new WebhookError(
          "option_invalid",
          `${provider.id} can't be signed from these options`,
        );
      }
      const bytes = decodeSecret(value, formats[i]);
      // A header that holds one signature takes the first secret's.
      const isTaken = target.split === undefined && writer.headers[target.header] !== undefined;
      if (bytes === undefined || isTaken) continue;
      writer.write(target, await signer.sign(bytes, signature, content));
    }
  }

  const headers: Record<string, string> = { "content-type": "application/json", ...writer.headers };
  for (const [name, value] of Object.entries(options.headers ?? {})) {
    headers[name.toLowerCase()] = value;
  }
  return { method, url, headers, body };
}
