/** Compresses bytes with what every runtime has. */
export async function compressed(
  bytes: Uint8Array,
  format: CompressionFormat,
): Promise<Uint8Array> {
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream();
  const response = new Response(stream.pipeThrough(new CompressionStream(format)));
  return new Uint8Array(await response.arrayBuffer());
}
