/** Answers every request: `node serve.ts`; prints its port. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const server = createServer((req, res) => {
  if (req.url === "/once") res.setHeader("connection", "close");
  req.resume().once("end", () => res.end("ok"));
});
server.listen(0, "127.0.0.1", () => console.log((server.address() as AddressInfo).port));
