import type { Provider } from "@hooks/core";

/**
 * Auth0's custom log streams: https://auth0.com/docs/customize/log-streams/custom-log-streams
 *
 * Nothing is signed: the header is the stream's token as it was typed, with `Bearer ` if that was typed too. A delivery
 * holds any number of log entries, as a list, an object, or a line each.
 */
export const auth0: Provider = {
  id: "auth0",
  name: "Auth0",
  docs: "https://auth0.com/docs/customize/log-streams/custom-log-streams",
  signature: {
    scheme: "token",
    field: { header: "authorization" },
    encoding: "utf8",
  },
};
