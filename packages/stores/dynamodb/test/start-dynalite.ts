import { once } from "node:events";
import type { Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { CreateTableCommand, DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import { clientOf } from "./client-of.ts";
import { documentedSetup } from "./documented-setup.ts";

interface DynaliteOptions {
  /** Where it keeps its data; without this in memory. */
  readonly path?: string;
  readonly createTableMs: number;
}

// It comes without types.
const dynalite: (options: DynaliteOptions) => Server = createRequire(import.meta.url)("dynalite");

/** A server, and how to stop it. */
export interface Dynalite {
  readonly url: string;
  /** Makes a table of its own for each caller, as the README says to; returns its name. */
  readonly createTable: () => Promise<string>;
  readonly stop: () => Promise<void>;
  /** Starts again, on the same port. */
  readonly start: () => Promise<void>;
}

/** Starts an HTTP server that speaks DynamoDB. */
export async function startDynalite(path?: string): Promise<Dynalite> {
  const server = dynalite({ createTableMs: 0, ...(path !== undefined && { path }) });
  let port = 0;
  const start = async (): Promise<void> => {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    ({ port } = server.address() as AddressInfo);
  };
  await start();
  const url = `http://127.0.0.1:${port}`;
  const client = clientOf(url);
  return {
    url,
    start,
    stop: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
    createTable: async () => {
      const TableName = `deliveries-${crypto.randomUUID()}`;
      await client.send(new CreateTableCommand({ ...documentedSetup().table, TableName }));
      for (;;) {
        const { Table } = await client.send(new DescribeTableCommand({ TableName }));
        if (Table?.TableStatus === "ACTIVE") return TableName;
      }
    },
  };
}
