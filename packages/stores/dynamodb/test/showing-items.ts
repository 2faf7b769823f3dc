import type { Intercept } from "./start-proxy.ts";

const isRefusal = /ConditionalCheckFailedException"/;

/**
 * Adds to the answer of a refused write what stands there, as DynamoDB documents it and the server of these tests does
 * not do it: `Item` in the `ConditionalCheckFailedException`, where the request asks for `ALL_OLD`.
 */
export const showingItems: Intercept = async ({ input, forward, ask }) => {
  const answer = await forward();
  const text = Buffer.from(answer.body).toString();
  const isAsked = input["ReturnValuesOnConditionCheckFailure"] === "ALL_OLD";
  if (answer.status !== 400 || !isRefusal.test(text) || !isAsked) return answer;
  const { TableName, Key, Item } = input as {
    TableName: string;
    Key?: object;
    Item?: { key: object };
  };
  const read = { TableName, Key: Key ?? { key: Item?.key }, ConsistentRead: true };
  const found = JSON.parse(Buffer.from((await ask("GetItem", read)).body).toString());
  return { ...answer, body: JSON.stringify({ ...JSON.parse(text), Item: found.Item }) };
};
