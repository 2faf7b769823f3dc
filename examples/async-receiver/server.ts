/** Takes deliveries, and answers as soon as they are in the queue. */
import type { AddressInfo } from "node:net";
import { toExpress } from "@hooks/express";
import express from "express";
import { receiver } from "./receiver.ts";

const { HOST: host = "localhost", PORT: port = 0 } = process.env;

const app = express().post("/webhooks/stripe", toExpress(receiver));
const server = app.listen(Number(port), host, () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});
process.on("disconnect", () => process.exit());
