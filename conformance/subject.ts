import type * as Core from "@hooks/core";
import type * as Providers from "@hooks/providers/all";
import type * as Memory from "@hooks/store-memory";
import type * as Testing from "@hooks/testing";
import type { createKeyPair } from "../packages/testing/src/key-pair.ts";

/** What a runtime is expected to compute HMACs with. */
export type CryptoPath = "node:crypto" | "WebCrypto" | "noble";

/** What the checks are run on: the built packages, in whichever way a runtime got hold of them. */
export interface Subject {
  readonly core: Pick<typeof Core, "createReceiver" | "isWebhookError" | "sign" | "verify">;
  readonly memoryStore: typeof Memory.memoryStore;
  readonly providers: typeof Providers.providers;
  readonly testing: Pick<typeof Testing, "testProvider" | "vectorDelivery" | "vectorOptions"> & {
    readonly createKeyPair: typeof createKeyPair;
  };
  /** By the provider's id. */
  readonly vectors: Readonly<Record<string, readonly Testing.Vector[]>>;
  readonly cryptoPath: CryptoPath;
}
