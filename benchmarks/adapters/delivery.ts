/** The delivery that every route gets: 1 KB of JSON, signed as GitHub does. */
import { createHmac } from "node:crypto";

export const secret = "a secret of the benchmark";

export const body: string = JSON.stringify({ id: 1, text: "x".repeat(1024 - 18) });

export const signature = `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
