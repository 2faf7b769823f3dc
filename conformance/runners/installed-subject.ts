import { createReceiver, isWebhookError, sign, verify } from "@hooks/core";
import { providers } from "@hooks/providers/all";
import { memoryStore } from "@hooks/store-memory";
// By file, for the kit's index brings Node's built-ins along, for the adapter suite.
import { createKeyPair } from "../../packages/testing/src/key-pair.ts";
import { testProvider } from "../../packages/testing/src/test-provider.ts";
import { vectorDelivery, vectorOptions } from "../../packages/testing/src/vector.ts";
import type { Subject } from "../subject.ts";

/** The packages as whoever runs or bundles this finds them. */
export const installedSubject = {
  core: { createReceiver, isWebhookError, sign, verify },
  memoryStore,
  providers,
  testing: { createKeyPair, testProvider, vectorDelivery, vectorOptions },
} satisfies Partial<Subject>;
