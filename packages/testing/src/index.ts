export { type AdapterTestOptions, testAdapter } from "./test-adapter.ts";
export { adapterAnswers, type ExpectedAnswer } from "./test-adapter-answers.ts";
export type { ServeAdapter, ServedAdapter } from "./test-adapter-trial.ts";
export { type ProviderTestOptions, testProvider } from "./test-provider.ts";
export { type StoreTestOptions, testStore } from "./test-store.ts";
export type { CreateStore, StoreSetup } from "./test-store-trial.ts";
export {
  type RecordedDelivery,
  type Vector,
  type VectorRequest,
  type VectorVerdict,
  vectorDelivery,
  vectorOptions,
} from "./vector.ts";
