import type { Provider } from "@hooks/core";

const time = { json: "event.event_time" } as const;

/**
 * Dropbox Sign; the secret is the API key of the account that owns the app:
 * https://developers.hellosign.com/docs/events/walkthrough/
 *
 * A delivery is multipart, and its field `json` is the payload. Of that no more than the time and the type are signed, so
 * fetch what matters. There is no id: what is often taken for one, `event_hash`, is the same for two events of one type
 * in one second. An answer without the words below counts as a failure.
 */
export const dropboxSign: Provider = {
  id: "dropbox-sign",
  name: "Dropbox Sign",
  docs: "https://developers.hellosign.com/docs/events/walkthrough/",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { json: "event.event_hash" },
    encoding: "hex",
    content: "{time}{type}",
  },
  sets: { form: "json" },
  // Nothing stands between them: what is digits, and what begins with none, can be told apart.
  fields: {
    time: ({ read }) => read(time)?.match(/^\d+$/)?.[0],
    type: ({ read }) => read({ json: "event.event_type" })?.match(/^\D.*/s)?.[0],
  },
  timestamp: { ...time, unit: "s" },
  bodyUnsigned: true,
  claims: ({ json }) => Object(json()),
  eventType: { claim: "event.event_type" },
  payload: { claim: "" },
  acknowledge: { contentType: "text/plain", body: "Hello API Event Received" },
};
