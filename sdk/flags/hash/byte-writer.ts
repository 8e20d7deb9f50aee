const utf8 = new TextEncoder()

/** Bytes written one after the other into memory that is used again. */
export interface ByteWriter {
  bytes: Uint8Array
  length: number
}

export function createByteWriter(): ByteWriter {
  return { bytes: new Uint8Array(256), length: 0 }
}

/** Makes room for so many bytes more. */
export function reserve(writer: ByteWriter, more: number): void {
  const needed = writer.length + more
  if (needed <= writer.bytes.length) return
  const grown = new Uint8Array(Math.max(needed, writer.bytes.length * 2))
  grown.set(writer.bytes)
  writer.bytes = grown
}

/** Appends the UTF-8 of a text and answers how many bytes that took; a lone surrogate is written as U+FFFD. */
export function writeUtf8(writer: ByteWriter, text: string): number {
  const start = writer.length
  reserve(writer, text.length * 3)
  const { bytes } = writer
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code > 127) {
      const rest = utf8.encodeInto(text.slice(at), bytes.subarray(start + at))
      writer.length = start + at + rest.written
      return writer.length - start
    }
    bytes[start + at] = code
  }
  writer.length = start + text.length
  return text.length
}
