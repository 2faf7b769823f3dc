import { createReceiver, toExpress } from "@hooks/express";
import { stripe } from "@hooks/providers/stripe";
import { memoryStore } from "@hooks/store-memory";
import { All, Controller, Inject, Next, Req, Res } from "@nestjs/common";
import type { NextFunction, Request, RequestHandler, Response } from "express";
import { Invoices } from "./invoices.ts";

@Controller("webhooks/stripe")
export class StripeWebhookController {
  readonly #handle: RequestHandler;

  constructor(@Inject(Invoices) invoices: Invoices) {
    const receiver = createReceiver({
      provider: stripe,
      secret: process.env["STRIPE_WEBHOOK_SECRET"],
      store: memoryStore(),
      on: { "invoice.paid": (event) => invoices.markPaid(event) },
    });
    this.#handle = toExpress(receiver);
  }

  @All()
  handle(@Req() req: Request, @Res() res: Response, @Next() next: NextFunction): unknown {
    return this.#handle(req, res, next);
  }
}
