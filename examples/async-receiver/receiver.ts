/** Verifies deliveries and knows their handlers: the server and the worker each make one. */
import { setTimeout as sleep } from "node:timers/promises";
import { createReceiver } from "@hooks/express";
import { stripe } from "@hooks/providers/stripe";
import { queue } from "./open-queue.ts";

let isBankAway = 2;

export const receiver = createReceiver({
  provider: stripe,
  secret: process.env["STRIPE_WEBHOOK_SECRET"],
  queue,
  on: {
    // Stands for what takes longer than a provider waits.
    "invoice.paid": (_event, { signal }) => sleep(500, undefined, { signal }),
    "payout.paid": () => {
      if (isBankAway-- > 0) throw new Error("the bank is away");
    },
    "charge.refunded": () => {
      // As when the machine loses its power in the middle of the work.
      if (process.env["POWER_CUT"]) process.kill(process.pid, "SIGKILL");
    },
    "charge.dispute.created": () => {
      throw new Error("nobody knows what to do with it");
    },
  },
});
