import type { ServedAdapter } from "@hooks/testing";
import type { FastifyInstance } from "fastify";

/** Serves an app on a free port. */
export async function serveFastify(app: FastifyInstance): Promise<ServedAdapter> {
  const url = await app.listen({ port: 0, host: "127.0.0.1" });
  return {
    url,
    close: () => {
      app.server.closeAllConnections();
      return app.close();
    },
  };
}
