import type { EndpointState, EndpointStates } from "@hooks/sender";
import { DispatcherError } from "./dispatcher-error.ts";
import { isTableName, type Sql } from "./sql.ts";

/** How states are kept in a table. */
export interface SqlEndpointStatesOptions {
  /** Default `hooks_endpoint_states`. */
  readonly table?: string | undefined;
}

/** Many processes may change one state at a time; each round one of them succeeds. */
const maxTries = 1000;

/**
 * Keeps the states of endpoints in a table, for all processes that use it: Postgres or SQLite.
 *
 * The table is made by the statement that the README shows.
 *
 * @throws DispatcherError `option_invalid`
 */
export function sqlEndpointStates(
  sql: Sql,
  { table = "hooks_endpoint_states" }: SqlEndpointStatesOptions = {},
): EndpointStates {
  if (!isTableName(table)) throw new DispatcherError("option_invalid", "table is no plain name");

  const find = async (
    id: string,
  ): Promise<{ state: EndpointState; revision: number } | undefined> => {
    const [row] = await sql(`SELECT state, revision FROM ${table} WHERE endpoint_id = $1`, [id]);
    if (!row) return undefined;
    return { state: JSON.parse(String(row["state"])), revision: Number(row["revision"]) };
  };

  return {
    read: async (id) => (await find(id))?.state,
    update: async (id, change) => {
      for (let tries = 0; tries < maxTries; tries++) {
        const held = await find(id);
        const state = JSON.stringify(change(held?.state ?? {}));
        const changed = held
          ? await sql(
              `UPDATE ${table} SET state = $1, revision = revision + 1 WHERE endpoint_id = $2 AND revision = $3 RETURNING revision`,
              [state, id, held.revision],
            )
          : await sql(
              `INSERT INTO ${table} (endpoint_id, state, revision) VALUES ($1, $2, 1) ON CONFLICT DO NOTHING RETURNING revision`,
              [id, state],
            );
        if (changed.length > 0) return;
      }
      throw new Error("the state was changed by others all the time");
    },
  };
}
