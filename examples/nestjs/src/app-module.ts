import { Module } from "@nestjs/common";
import { Invoices } from "./invoices.ts";
import { OrdersController } from "./orders-controller.ts";

@Module({ controllers: [OrdersController], providers: [Invoices] })
export class AppModule {}
