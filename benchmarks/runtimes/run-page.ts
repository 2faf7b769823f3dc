/** The runner for pages: global functions, for whoever drives the browser. */
import { measureRuntime } from "./measure-runtime.ts";
import { repeatVerify } from "./repeat-verify.ts";

Object.assign(globalThis, { measureRuntime, repeatVerify });
