import type { Receiver } from "@hooks/core";
import type { LambdaEvent, LambdaResult } from "./lambda-event.ts";

function urlOf({ rawPath, rawQueryString, requestContext, path, ...event }: LambdaEvent): string {
  const values = { ...event.queryStringParameters, ...event.multiValueQueryStringParameters };
  const pairs = Object.entries(values).flatMap(([name, value]) =>
    [value ?? []].flat().map((one) => [name, one]),
  );
  // Load balancers leave them encoded, API Gateway does not.
  const encoded = requestContext?.elb && pairs.map((pair) => pair.join("=")).join("&");
  const query = rawQueryString ?? encoded ?? `${new URLSearchParams(pairs)}`;
  const raw = rawPath ?? requestContext?.path ?? path ?? "/";
  // HTTP APIs decode the path: what was a part of it must not become a query.
  const pathname = raw.replace(/[?#]/g, encodeURIComponent);
  return query ? `${pathname}?${query}` : pathname;
}

/** With names in lower case. Several values of a name are joined, even where it is spelt in several ways. */
function headersOf({ headers, multiValueHeaders, cookies }: LambdaEvent): Record<string, string> {
  const joined = new Map<string, string>();
  const cookie = cookies && { cookie: cookies.join("; ") };
  for (const [name, value] of Object.entries({ ...headers, ...multiValueHeaders, ...cookie })) {
    const key = name.toLowerCase();
    joined.set(key, [joined.get(key) ?? [], value ?? []].flat().join(", "));
  }
  return Object.fromEntries(joined);
}

/**
 * Carries a receiver into AWS Lambda: `export const handler = toLambda(receiver)`, behind API Gateway (REST and HTTP
 * APIs), a function URL or an Application Load Balancer.
 *
 * The delivery's URL is put together from the event, which does not tell to the character what was sent: where the
 * provider signs the URL, the receiver's option `url` has to say it.
 */
export function toLambda(receiver: Receiver): (event: LambdaEvent) => Promise<LambdaResult> {
  return async (event) => {
    const { httpMethod = "", requestContext, body: sent } = event;
    const method = requestContext?.http?.method ?? httpMethod;
    const isCoded = event.isBase64Encoded && typeof sent === "string";
    const body = isCoded ? Buffer.from(sent, "base64") : (sent ?? "");
    const incoming = { method, url: urlOf(event), headers: headersOf(event), body };
    const reply = await receiver.receive(incoming);
    const lists = Object.entries(reply.headers).map(([name, value]) => [name, [value]]);
    const isBinary = reply.body instanceof Uint8Array;
    return {
      statusCode: reply.status,
      // A load balancer takes the form in which it asked, and no other.
      ...(event.multiValueHeaders
        ? { multiValueHeaders: Object.fromEntries(lists) }
        : { headers: reply.headers }),
      body: Buffer.from(reply.body ?? "").toString(isBinary ? "base64" : "utf8"),
      isBase64Encoded: isBinary,
    };
  };
}
