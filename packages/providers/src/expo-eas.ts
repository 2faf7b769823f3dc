import type { Provider } from "@hooks/core";

/**
 * Expo's EAS builds and submissions: https://docs.expo.dev/eas/webhooks/
 *
 * `id` names the build or the submission, not the delivery, and nothing names the type.
 */
export const expoEas: Provider = {
  id: "expo-eas",
  name: "Expo EAS",
  docs: "https://docs.expo.dev/eas/webhooks/",
  signature: {
    scheme: "hmac",
    hash: "SHA-1",
    field: { header: "expo-signature", prefix: "sha1=" },
    encoding: "hex",
    content: "{body}",
  },
};
