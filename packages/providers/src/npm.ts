import type { Provider } from "@hooks/core";

/**
 * The npm registry's hooks, of which it is uncertain whether they are still sent:
 * https://docs.npmjs.com/cli/v9/commands/npm-hook
 */
export const npm: Provider = {
  id: "npm",
  name: "npm",
  docs: "https://docs.npmjs.com/cli/v9/commands/npm-hook",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "x-npm-signature", prefix: "sha256=" },
    encoding: "hex",
    content: "{body}",
  },
  eventType: { json: "event" },
};
