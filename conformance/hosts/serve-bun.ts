/** `Bun.serve`; tells its port. */
import { carriers } from "./carriers.ts";
import { createHostFetch } from "./host-fetch.ts";

interface BunServer {
  readonly port: number;
}

declare const Bun: {
  readonly serve: (options: {
    readonly hostname: string;
    readonly port: number;
    readonly fetch: (request: Request) => Promise<Response>;
  }) => BunServer;
};

const { port } = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: createHostFetch(carriers) });
console.log(port);
