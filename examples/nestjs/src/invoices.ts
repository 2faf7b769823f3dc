import type { WebhookEvent } from "@hooks/express";
import { Injectable } from "@nestjs/common";

@Injectable()
export class Invoices {
  readonly paid: WebhookEvent[] = [];

  markPaid(event: WebhookEvent): void {
    this.paid.push(event);
  }
}
