import { Body, Controller, Post } from "@nestjs/common";

/** A route like any other, whose body is parsed. */
@Controller("orders")
export class OrdersController {
  @Post()
  create(@Body() body: unknown): unknown {
    return { created: body };
  }
}
