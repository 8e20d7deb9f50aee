/** Signatures of the types that uploads may have, by the first bytes (IANA media types; WHATWG MIME Sniffing where it has them). */
const SIGNATURES: readonly { readonly type: string; readonly matches: (head: Buffer) => boolean }[] = [
  { type: 'image/jpeg', matches: (head) => starts(head, 'ffd8ff') },
  { type: 'image/png', matches: (head) => starts(head, '89504e470d0a1a0a') },
  { type: 'image/gif', matches: (head) => ascii(head, 0, 'GIF87a') || ascii(head, 0, 'GIF89a') },
  { type: 'image/webp', matches: (head) => ascii(head, 0, 'RIFF') && ascii(head, 8, 'WEBP') },
  {
    type: 'audio/wav',
    matches: (head) => (ascii(head, 0, 'RIFF') || ascii(head, 0, 'RF64')) && ascii(head, 8, 'WAVE'),
  },
  { type: 'audio/flac', matches: (head) => ascii(head, 0, 'fLaC') },
  { type: 'audio/ogg', matches: (head) => ascii(head, 0, 'OggS') },
  { type: 'audio/mp4', matches: (head) => ascii(head, 4, 'ftyp') || ascii(head, 4, 'styp') },
  { type: 'application/pdf', matches: (head) => ascii(head, 0, '%PDF-') },
  { type: 'audio/mpeg', matches: (head) => ascii(head, 0, 'ID3') || isMpegFrame(head) },
  { type: 'audio/aac', matches: (head) => head.length > 1 && head[0] === 0xff && ((head[1] ?? 0) & 0xf6) === 0xf0 },
]

/** Bytes that `detectContentType` wants to see: the resource header of WHATWG MIME Sniffing (5.2), as text has no signature. */
export const HEAD_BYTES = 1445

const UTF16_SEEN = 16

/** Names under which clients announce a type that we know by another. */
const ALIASES: Readonly<Record<string, string>> = {
  'audio/x-wav': 'audio/wav',
  'audio/wave': 'audio/wav',
  'audio/vnd.wave': 'audio/wav',
  'audio/x-flac': 'audio/flac',
  'audio/mp3': 'audio/mpeg',
  'audio/x-m4a': 'audio/mp4',
  'audio/m4a': 'audio/mp4',
  'video/mp4': 'audio/mp4',
  'audio/opus': 'audio/ogg',
  'audio/vorbis': 'audio/ogg',
  'application/ogg': 'audio/ogg',
  'video/ogg': 'audio/ogg',
  'audio/x-aac': 'audio/aac',
  'audio/aacp': 'audio/aac',
  'image/jpg': 'image/jpeg',
  // Tables and documents of text: their bytes show no more than that they are text, and they are served as such.
  'text/csv': 'text/plain',
  'application/csv': 'text/plain',
  // What Windows browsers say of a .csv.
  'application/vnd.ms-excel': 'text/plain',
  'text/tab-separated-values': 'text/plain',
  'text/xml': 'text/plain',
  'application/xml': 'text/plain',
  'application/json': 'text/plain',
}

function starts(head: Buffer, hex: string): boolean {
  return head.subarray(0, hex.length / 2).toString('hex') === hex
}

function ascii(head: Buffer, offset: number, text: string): boolean {
  return head.subarray(offset, offset + text.length).toString('latin1') === text
}

/** An MPEG audio frame of layer III, II or I: 11 sync bits and a layer that is not reserved. */
function isMpegFrame(head: Buffer): boolean {
  return head.length > 1 && head[0] === 0xff && ((head[1] ?? 0) & 0xe0) === 0xe0 && ((head[1] ?? 0) & 0x06) !== 0
}

/**
 * The type the bytes show, or null for one that no purpose takes (archives and programs among them). Whatever is text is `text/plain`:
 * marked text too, which nothing that serves it as such will run.
 */
export function detectContentType(head: Buffer): string | null {
  if (isUtf16(head)) return 'text/plain'
  return SIGNATURES.find((signature) => signature.matches(head))?.type ?? (isText(head) ? 'text/plain' : null)
}

/** No control characters but tab, line ends, form feed and escape: the binary data bytes of WHATWG MIME Sniffing (3). */
function isText(head: Buffer): boolean {
  return head.length > 0 && head.every((byte) => byte > 0x1f || (byte > 0x08 && byte < 0x0e) || byte === 0x1b)
}

/** By its byte order mark and Latin letters behind it: `ff fe` alone is also the head of an MPEG frame. */
function isUtf16(head: Buffer): boolean {
  const [first, second] = head
  const isLittle = first === 0xff && second === 0xfe
  if (!isLittle && !(first === 0xfe && second === 0xff)) return false
  const letters = head.subarray(2, 2 + UTF16_SEEN)
  return letters.length > 1 && letters.every((byte, at) => ((at % 2 === 1) === isLittle ? byte === 0 : byte !== 0))
}

/** The one name of a type: parameters dropped, lower case, aliases resolved. */
export function canonicalType(type: string): string {
  const bare = (type.split(';', 1)[0] ?? '').trim().toLowerCase()
  return ALIASES[bare] ?? bare
}
