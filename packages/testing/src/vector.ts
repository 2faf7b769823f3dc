import {
  createKeyCache,
  type Delivery,
  type VerifyOptions,
  type WebhookErrorCode,
} from "@hooks/core";

/** A recorded request; the body as text (UTF-8), or as base64 where its bytes are not text. */
export interface VectorRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly bodyBase64?: string;
}

/** What a vector is known to be: an event with exactly this id and type, or refused with this code. */
export type VectorVerdict =
  | { readonly id?: string; readonly type?: string; readonly error?: never }
  | { readonly error: WebhookErrorCode; readonly id?: never; readonly type?: never };

/** A recorded delivery with its secret and verdict. */
export interface Vector {
  readonly name: string;
  /** The URL of a published example, `captured <date>`, or `generated`. */
  readonly origin: string;
  /** What the receiver has: the shared secret, or the public key. */
  readonly secret: string;
  /** What was to be had at that time where the provider publishes its keys: URL -> text. */
  readonly keys?: Readonly<Record<string, string>>;
  /** When it was received: milliseconds since the epoch. */
  readonly now: number;
  readonly request: VectorRequest;
  readonly expect: VectorVerdict;
}

/** What a vector is verified with. Wherever it has no keys, there is an empty set of them. */
export function vectorOptions({ secret, now, keys = {} }: Vector): VerifyOptions & {
  readonly secret: string;
} {
  const published = async (url: string): Promise<Response> =>
    new Response(keys[url] ?? '{"keys":[]}');
  return { secret, now: () => now, keys: createKeyCache({ fetch: published }) };
}

/** A delivery whose headers are a plain record, so that a test can change them. */
export interface RecordedDelivery extends Delivery {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** The delivery that a vector recorded. */
export function vectorDelivery({ request }: Vector): RecordedDelivery {
  const { method, url, headers, body = "", bodyBase64 } = request;
  const bytes =
    bodyBase64 === undefined
      ? new TextEncoder().encode(body)
      : Uint8Array.from(atob(bodyBase64), (character) => character.charCodeAt(0));
  return { method, url, headers, body: bytes };
}
