import { type RouteConfig, route } from "@react-router/dev/routes";

export default [route("webhooks/stripe", "routes/stripe-webhook.ts")] satisfies RouteConfig;
