import { testContract } from "./test-contract.ts";

testContract("ioredis");
testContract("ioredis, RESP2");
