/** A process with a store of its own, which does what the process that started it asks for. */
import { redisStore } from "../../src/index.ts";
import { type ClientKind, clientKinds } from "../connect-client.ts";
import type { Answer, Call } from "./store-process.ts";

const [kind, port] = process.argv.slice(2) as [ClientKind, string];
const { client } = await clientKinds[kind](Number(port));
const store = redisStore(client);

const callStore = ({ verb, args }: Call): unknown =>
  verb === "now" ? Date.now() : Reflect.apply(store[verb], store, args);

process.on("message", async (call: Call) => {
  const results = Array.from({ length: call.times }, () => callStore(call));
  const answer: Answer = await Promise.all(results).then(
    (values) => ({ id: call.id, values }),
    (error: unknown) => ({ id: call.id, error: String(error) }),
  );
  process.send?.(answer);
});
// The parent has ended, however it did.
process.on("disconnect", () => process.exit());
process.send?.({ id: 0, values: [] } satisfies Answer);
