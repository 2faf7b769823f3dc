import type { Provider } from "@hooks/core";

const own = "x-contentful-signed-headers";

type Headers = (name: string) => string | undefined;

/** Method, path and headers, each with a line of its own. The query is escaped, and then the whole once more. */
function request(method: string, url: string, header: Headers): string | undefined {
  const names = (header(own) ?? "").split(",").map((name) => name.trim().toLowerCase());
  // Without these two, nothing says what is signed, and when.
  if (!names.includes("x-contentful-timestamp") || !names.includes(own)) return undefined;
  const lines = names
    .sort()
    .map((name) => [name, header(name)?.trim()])
    .filter(([, text]) => text !== undefined)
    .map(([name, text]) => `${name}:${text}`);
  const [path = "", query] = url.replace(/^[a-z]+:\/\/[^/?]*/i, "").split("?");
  try {
    const escaped = encodeURI(query ? `${path}?${encodeURIComponent(query)}` : path);
    return `${method}\n${escaped}\n${lines.join(";")}\n`;
  } catch {
    return undefined;
  }
}

/**
 * Contentful's verified requests: https://www.contentful.com/developers/docs/webhooks/request-verification/
 *
 * What of the headers is signed is what `x-contentful-signed-headers` lists.
 */
export const contentful: Provider = {
  id: "contentful",
  name: "Contentful",
  docs: "https://www.contentful.com/developers/docs/webhooks/request-verification/",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "x-contentful-signature" },
    encoding: "hex",
    content: "{request}{body}",
  },
  fields: {
    request: ({ delivery, url, read }) =>
      request(delivery.method, url, (header) => read({ header })),
  },
  timestamp: { header: "x-contentful-timestamp", unit: "ms", tolerance: 30 },
  eventType: { header: "x-contentful-topic" },
};
