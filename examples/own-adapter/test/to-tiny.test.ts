import { memoryStore } from "@hooks/store-memory";
import { testAdapter } from "@hooks/testing";
import { test } from "vitest";
import { startTiny } from "../tiny-server.ts";
import { toTiny } from "../to-tiny.ts";

testAdapter("Tiny", (receiver) => startTiny(toTiny(receiver)), { test, createStore: memoryStore });
