import { sha256 } from "#crypto";
import { ask, type StorePatience, storeFailed } from "./ask-store.ts";
import type { Delivery } from "./delivery.ts";
import type { EventPart } from "./process-event.ts";
import type { Provider } from "./provider.ts";
import { asReply, type Reply } from "./reply.ts";
import type { ClaimResult, Store } from "./store.ts";
import type { Verified } from "./verify.ts";
import { WebhookError } from "./webhook-error.ts";

/** How a receiver uses its store. */
export interface ClaimOptions extends StorePatience {
  readonly provider: Provider;
  /** Tells apart endpoints that share a store; escaped as in a URL, so that it has neither ":" nor "+". */
  readonly scopeOf: (delivery: Delivery) => string;
  /** What makes two deliveries the same. */
  readonly claimBy: "id" | "body";
  readonly leaseMs: number;
  readonly completedTtlMs: number;
}

/** The right to process one delivery, to be settled once. Settling resolves with what went wrong; it never throws. */
export interface Claim {
  complete(reply: Reply | undefined): Promise<WebhookError | undefined>;
  release(): Promise<WebhookError | undefined>;
}

/** Characters. A longer id is not kept: the body's digest stands for it. */
const maxIdLength = 1024;

/** What makes an event the same again; no two events share it. */
export function keyOf(
  { scopeOf, claimBy }: ClaimOptions,
  delivery: Delivery,
  { provider, id }: Verified,
  digest: string,
): string {
  const place = `${provider}:${scopeOf(delivery)}`;
  const isKeyed = id !== undefined && id.length <= maxIdLength && claimBy === "id";
  return !isKeyed ? `${place}+body:${digest}` : `${place}:${id}`;
}

async function settle(
  options: ClaimOptions,
  verb: () => boolean | Promise<boolean>,
): Promise<WebhookError | undefined> {
  try {
    const isDone = await ask(options, verb);
    return isDone === true ? undefined : storeFailed("the lease had ended before the work did");
  } catch (error) {
    later(({ settleLater }) => settleLater(options, verb));
    return error as WebhookError;
  }
}

/** For what is seldom needed, and what nobody waits for. */
function later(run: (loaded: typeof import("./settle-later.ts")) => unknown): void {
  import("./settle-later.ts").then(run).catch(() => undefined);
}

/** A recorded reply; what can't be sent again was not recorded by us. */
function replayable(reply: Reply | undefined): Reply | undefined {
  try {
    const checked = asReply(reply);
    if (reply === undefined || checked !== undefined) return checked;
  } catch {
    // As below.
  }
  throw storeFailed("the store gave a reply that can't be sent");
}

/** A claim, or why there is none. */
export type ClaimAttempt =
  | { readonly state: "claimed"; readonly claim: Claim }
  | Exclude<ClaimResult, { state: "claimed" }>;

/**
 * Step 4 of the flow: takes the right to process a verified delivery.
 *
 * @throws WebhookError `store_failed`; `delivery_id_reused` when the id was completed with another body
 */
export async function claimDelivery(
  options: ClaimOptions,
  store: Store,
  { content, delivery, verified }: EventPart,
): Promise<ClaimAttempt> {
  const { provider, leaseMs, completedTtlMs } = options;
  const digest = await sha256(content);
  const key = keyOf(options, delivery, verified, digest);
  let claiming: ReturnType<Store["claim"]> | undefined;
  const result = await ask(options, () => {
    claiming = store.claim(key, { leaseMs, digest });
    return claiming;
  }).catch((error: unknown) => {
    later(({ releaseLate }) => releaseLate(options, key, store, claiming));
    throw error;
  });
  switch (result?.state) {
    case "claimed": {
      const { token } = result;
      if (typeof token !== "string") throw storeFailed("the store gave a claim without a token");
      return {
        state: "claimed",
        claim: {
          complete: (reply) =>
            settle(options, () => store.complete(key, token, { ttlMs: completedTtlMs, reply })),
          release: () => settle(options, () => store.release(key, token)),
        },
      };
    }
    case "done":
      if (result.digest !== undefined && result.digest !== digest && !provider.retriesDiffer) {
        throw new WebhookError("delivery_id_reused");
      }
      return { ...result, reply: replayable(result.reply) };
    case "in_progress":
      return result;
    default:
      throw storeFailed("the store gave no answer that it may give");
  }
}
