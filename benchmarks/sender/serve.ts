/** Takes deliveries: `node serve.ts`. What comes to /hang is never answered. Its port goes to the parent. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const answer = '{"received":true}';
const headers = { "content-type": "application/json", "content-length": answer.length };

const server = createServer({ keepAliveTimeout: 60_000 }, (req, res) => {
  req.resume();
  if (req.url === "/hang") return;
  req.on("end", () => res.writeHead(200, headers).end(answer));
});
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
process.on("disconnect", () => process.exit());
