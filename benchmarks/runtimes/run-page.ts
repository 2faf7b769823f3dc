/** The runner for pages: a global function, for whoever drives the browser. */
import { measureRuntime } from "./measure-runtime.ts";

Object.assign(globalThis, { measureRuntime });
