/** Requests signed by RFC 9421, HTTP Message Signatures, with the body's digest of RFC 9530. */
export {
  type HttpMessageSignerOptions,
  httpMessageSigner,
} from "./message-signatures/http-message-signer.ts";
export type { MessageAlgorithm } from "./message-signatures/message-key.ts";
export {
  type MessageKeys,
  type MessageKeyValue,
  type VerifiedHttpMessage,
  type VerifyHttpMessageOptions,
  verifyHttpMessage,
} from "./message-signatures/verify-http-message.ts";
