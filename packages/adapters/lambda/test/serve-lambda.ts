import type { ServedAdapter } from "@hooks/testing";
import { serveNode } from "../../node/test/serve-node.ts";
import type { LambdaEvent, LambdaResult } from "../src/index.ts";
import type { Gateway, GatewayRequest } from "./gateways.ts";

/** What a gateway and a function exchange is JSON. */
const throughJson = (value: object) => JSON.parse(JSON.stringify(value));

/** Serves a Lambda function over HTTP, by the events of one gateway. */
export async function serveLambda(
  handler: (event: LambdaEvent) => Promise<LambdaResult>,
  { stage, eventOf, headersOf }: Gateway,
): Promise<ServedAdapter> {
  const { url, close } = await serveNode(async (req, res) => {
    // A function is invoked once the body is complete; whoever doesn't send it whole never gets there.
    const chunks = await req.toArray().catch(() => undefined);
    if (chunks === undefined) return;
    const { method = "", rawHeaders } = req;
    const [path = "", ...query] = (req.url ?? "").split("?");
    const headers: GatewayRequest["headers"] = rawHeaders
      .flatMap((name, i) => (i % 2 === 0 ? [[name, rawHeaders[i + 1] ?? ""] as const] : []))
      .filter(([name]) => name.toLowerCase() !== "transfer-encoding");
    const body = Buffer.concat(chunks);
    const event = eventOf({ method, path, query: query.join("?"), headers, body });
    const result: LambdaResult = throughJson(await handler(throughJson(event)));
    res.writeHead(result.statusCode, headersOf(result));
    res.end(Buffer.from(result.body, result.isBase64Encoded ? "base64" : "utf8"));
  });
  return { url: url + stage, close };
}
