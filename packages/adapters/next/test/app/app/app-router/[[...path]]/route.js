import { served } from "../../../served.ts";

export const GET = (request) => served().appRouter.GET(request);
export const HEAD = (request) => served().appRouter.HEAD(request);
export const OPTIONS = (request) => served().appRouter.OPTIONS(request);
export const POST = (request) => served().appRouter.POST(request);
export const PUT = (request) => served().appRouter.PUT(request);
export const PATCH = (request) => served().appRouter.PATCH(request);
export const DELETE = (request) => served().appRouter.DELETE(request);
