import { toNext } from "@hooks/next";
import { firstReceiver } from "../../../first-receiver.ts";

export const { POST } = toNext(firstReceiver);
