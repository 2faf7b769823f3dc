import { createRequire } from "node:module";
import express from "express";

type Express = typeof express;

/** Version 4 comes without types of its own; those of 5 fit what is used here. */
const express4: Express = createRequire(import.meta.url)("express4");

/** The versions that the package's peer range promises. */
export const versions: readonly (readonly [name: string, express: Express])[] = [
  ["Express 5", express],
  ["Express 4", express4],
];
