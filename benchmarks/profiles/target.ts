/** What is run again to see where its time goes. */
export type ProfileTarget =
  | { readonly kind: "verify"; readonly case: string; readonly bytes: number }
  | {
      readonly kind: "runtime";
      readonly tool: "node22" | "node24" | "node26" | "deno" | "bun" | "chromium";
      readonly bytes: number;
    }
  | { readonly kind: "adapter"; readonly framework: string }
  | { readonly kind: "cold import" };
