import { toNext } from "@hooks/next";
import { receiver } from "../../../receiver.ts";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = toNext(receiver);
