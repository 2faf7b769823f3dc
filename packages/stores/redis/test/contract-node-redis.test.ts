import { testContract } from "./test-contract.ts";

testContract("node-redis");
testContract("node-redis, RESP2");
