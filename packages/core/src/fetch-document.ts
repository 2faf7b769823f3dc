import type { KeyCache, KeyDocument, KeyFetch } from "./key-cache.ts";
import { readStream } from "./read-stream.ts";
import { withTimeLimit } from "./time-limit.ts";
import { WebhookError } from "./webhook-error.ts";

const timeLimitMs = 5000;
const maxBytes = 100_000;
const maxDocuments = 100;
const maxAgeMs = 600_000;
/** However many deliveries ask for it, a document is not fetched more often. */
const minIntervalMs = 30_000;

async function load(fetch: KeyFetch, url: string): Promise<string> {
  const abort = new AbortController();
  const { signal } = abort;
  const work = async (): Promise<string> => {
    // Not "error", which some runtimes don't have: an answer that leads elsewhere is not 200.
    const response = await fetch(url, { redirect: "manual", signal });
    if (response.status !== 200 || response.redirected) {
      throw new Error(`the answer has status ${response.status}`);
    }
    const onAbandoned = (stop: () => unknown): void => signal.addEventListener("abort", stop);
    return new TextDecoder().decode(await readStream(response.body, maxBytes, onAbandoned));
  };
  try {
    return await withTimeLimit(work(), timeLimitMs, () => new Error("the answer takes too long"));
  } catch (error) {
    abort.abort();
    throw error;
  }
}

/** Makes room for one more; what failed goes first, so that useless URLs drive out no keys. */
function makeRoom({ documents }: KeyCache): void {
  if (documents.size < maxDocuments) return;
  const failed = [...documents].find(([, { state }]) => state === "failed");
  documents.delete((failed ?? [...documents][0])?.[0] as string);
}

/**
 * What a URL holds, remembered for ten minutes. There is one fetch at a time, and one in half a minute.
 *
 * @param isStale says of what is remembered whether something newer is wanted
 * @throws WebhookError `keys_unavailable`
 */
export async function fetchDocument<T>(
  cache: KeyCache,
  url: string,
  nowMs: number,
  parse: (text: string) => T,
  isStale: (content: T) => boolean,
): Promise<T> {
  const held = cache.documents.get(url);
  if (held) {
    const ageMs = Math.abs(nowMs - held.askedAtMs);
    const isRead = held.state === "read" && ageMs < maxAgeMs;
    if (held.state === "pending" || ageMs < minIntervalMs) return held.content as Promise<T>;
    if (isRead && !isStale((await held.content) as T)) return held.content as Promise<T>;
    // Another delivery may have come to the same while this one waited.
    if (cache.documents.get(url) !== held) {
      return fetchDocument(cache, url, nowMs, parse, isStale);
    }
    cache.documents.delete(url);
  }
  makeRoom(cache);
  const content = load(cache.fetch ?? globalThis.fetch, url)
    .then(parse)
    .then(
      (read) => {
        document.state = "read";
        return read;
      },
      (cause: unknown) => {
        document.state = "failed";
        throw new WebhookError("keys_unavailable", "the provider's keys can't be had", { cause });
      },
    );
  const document: KeyDocument = { askedAtMs: nowMs, content, state: "pending" };
  cache.documents.set(url, document);
  return content;
}
