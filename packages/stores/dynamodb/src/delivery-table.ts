import {
  type AttributeValue,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { attributesOf, type Entry, entryOf } from "./entry.ts";
import { TableClock } from "./table-clock.ts";

/** What came of a write: it was done, or what stands there, if anything does, did not allow it. */
export type Outcome = "written" | "absent" | Entry;

/** A claim's holder, to be found there at a moment when its lease still lives. */
export interface Holder {
  readonly token: string;
  readonly nowMs: number;
}

/** What the commands below have in common. */
interface Command {
  readonly middlewareStack: unknown;
}

const isHeld = "#token = :token AND #untilMs > :nowMs";
const heldNames = { "#token": "token", "#untilMs": "untilMs" };

const heldValues = ({ token, nowMs }: Holder): Record<string, AttributeValue> => ({
  ":token": { S: token },
  ":nowMs": { N: String(nowMs) },
});

/**
 * The table: an item for each delivery, under its `key`.
 *
 * Each write is one conditional request, and each entry that is written has a token that none had before. So a write
 * replaces nothing but what its writer has seen; and when the client sends it again, for its answer was lost, it finds
 * its own entry and does the same once more. Every answer sets the clock, also that to a write that was refused.
 */
export class DeliveryTable {
  readonly clock: TableClock = new TableClock();
  readonly #client: DynamoDBClient;
  readonly #place: { readonly TableName: string };

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
    this.#place = { TableName: table };
  }

  /** Puts an entry where there is none, or over the one with a token that was seen there. */
  put(key: string, entry: Entry, over: string = entry.token): Promise<Outcome> {
    const command = new PutItemCommand({
      ...this.#place,
      Item: { key: { S: key }, ...attributesOf(entry) },
      ConditionExpression: "attribute_not_exists(#key) OR #token IN (:own, :over)",
      ExpressionAttributeNames: { "#key": "key", "#token": "token" },
      ExpressionAttributeValues: { ":own": { S: entry.token }, ":over": { S: over } },
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    });
    return this.#write(key, () => this.#client.send(this.#dated(command), {}));
  }

  /** Makes another entry of a holder's, or of the one with the token `over`; the digest stays. */
  replace(key: string, entry: Entry, holder: Holder, over: string = entry.token): Promise<Outcome> {
    const attributes = Object.entries(attributesOf(entry));
    const command = new UpdateItemCommand({
      ...this.#place,
      Key: { key: { S: key } },
      UpdateExpression: `SET ${attributes.map(([name]) => `#${name} = :new_${name}`).join(", ")}`,
      ConditionExpression: `${isHeld} OR #token IN (:new_token, :over)`,
      ExpressionAttributeNames: {
        ...heldNames,
        ...Object.fromEntries(attributes.map(([name]) => [`#${name}`, name])),
      },
      ExpressionAttributeValues: {
        ...heldValues(holder),
        ":over": { S: over },
        ...Object.fromEntries(attributes.map(([name, value]) => [`:new_${name}`, value])),
      },
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    });
    return this.#write(key, () => this.#client.send(this.#dated(command), {}));
  }

  /** Deletes a holder's entry. */
  delete(key: string, holder: Holder): Promise<Outcome> {
    const command = new DeleteItemCommand({
      ...this.#place,
      Key: { key: { S: key } },
      ConditionExpression: isHeld,
      ExpressionAttributeNames: heldNames,
      ExpressionAttributeValues: heldValues(holder),
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    });
    return this.#write(key, () => this.#client.send(this.#dated(command), {}));
  }

  async #write(key: string, send: () => Promise<unknown>): Promise<Outcome> {
    try {
      await send();
      return "written";
    } catch (error) {
      const { name, Item } = error as { name: string; Item?: Record<string, AttributeValue> };
      if (name !== "ConditionalCheckFailedException") throw error;
      const item = Item ?? (await this.#read(key));
      return item === undefined ? "absent" : entryOf(item);
    }
  }

  /** For services that don't show what stood there, and where nothing does. */
  async #read(key: string): Promise<Record<string, AttributeValue> | undefined> {
    const command = new GetItemCommand({
      ...this.#place,
      Key: { key: { S: key } },
      ConsistentRead: true,
    });
    return (await this.#client.send(this.#dated(command), {})).Item;
  }

  /**
   * Lets the clock hear the date of each answer to a command, before it is known what the answer is. The command has to
   * be sent with options, if only empty ones: without, a client may use what it has made of another such command.
   */
  #dated<One extends Command>(command: One): One {
    const { middlewareStack } = command as unknown as GetItemCommand;
    middlewareStack.add(
      (next) => async (args) => {
        const sentMs = Date.now();
        const result = await next(args);
        const { headers } = result.response as { readonly headers: Record<string, string> };
        this.clock.hear(headers["date"], sentMs);
        return result;
      },
      { step: "deserialize", priority: "low" },
    );
    return command;
  }
}
