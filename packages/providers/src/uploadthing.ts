import type { Provider } from "@hooks/core";

/**
 * UploadThing; the secret is the API key inside `UPLOADTHING_TOKEN`, which is that key and more, encoded:
 * https://docs.uploadthing.com/uploading-files
 *
 * `file.key` names the file, not the delivery. The type is a plain header.
 */
export const uploadthing: Provider = {
  id: "uploadthing",
  name: "UploadThing",
  docs: "https://docs.uploadthing.com/uploading-files",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "x-uploadthing-signature", prefix: "hmac-sha256=" },
    encoding: "hex",
    content: "{body}",
  },
  eventType: { header: "uploadthing-hook" },
};
