// Written by `pnpm generate`.
import type { Provider } from "@hooks/core";

/** Every preset by its id, each loaded when it is asked for. For tools; an app imports the preset itself. */
export const providers: Readonly<Record<string, () => Promise<Provider>>> = {
  anima: () => import("./anima.ts").then((module) => module.anima),
  attio: () => import("./attio.ts").then((module) => module.attio),
  "discord-interactions": () =>
    import("./discord-interactions.ts").then((module) => module.discordInteractions),
  github: () => import("./github.ts").then((module) => module.github),
  persona: () => import("./persona.ts").then((module) => module.persona),
  shopify: () => import("./shopify.ts").then((module) => module.shopify),
  slack: () => import("./slack.ts").then((module) => module.slack),
  "standard-webhooks": () =>
    import("./standard-webhooks.ts").then((module) => module.standardWebhooks),
  stripe: () => import("./stripe.ts").then((module) => module.stripe),
  webhook: () => import("./webhook.ts").then((module) => module.webhook),
};
