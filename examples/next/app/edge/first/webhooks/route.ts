import { toNext } from "@hooks/next";
import { firstReceiver } from "../../../../first-receiver.ts";

export const runtime = "edge";

export const { POST } = toNext(firstReceiver);
