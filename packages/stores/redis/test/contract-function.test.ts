import { testContract } from "./test-contract.ts";

testContract("a function, over HTTP");
