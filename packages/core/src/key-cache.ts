/** What fetches keys: `globalThis.fetch`, or one that goes by a proxy. */
export type KeyFetch = (url: string, init: RequestInit) => Promise<Response>;

/** One document of keys, from when it was asked for. */
export interface KeyDocument {
  readonly askedAtMs: number;
  readonly content: Promise<unknown>;
  state: "pending" | "read" | "failed";
}

/** Remembers the public keys that providers publish. What it holds is core's own. */
export interface KeyCache {
  readonly fetch: KeyFetch | undefined;
  /** By URL, the oldest first. */
  readonly documents: Map<string, KeyDocument>;
}

/** Makes a memory for fetched keys; several receivers can share one. A receiver without makes its own. */
export const createKeyCache = ({ fetch }: { readonly fetch?: KeyFetch } = {}): KeyCache => ({
  fetch,
  documents: new Map(),
});
