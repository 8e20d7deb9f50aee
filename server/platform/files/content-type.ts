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

/** Bytes that `detectContentType` wants to see. */
export const HEAD_BYTES = 64

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

/** The type the bytes show, or null for one that no purpose takes (HTML, SVG, archives, programs among them). */
export function detectContentType(head: Buffer): string | null {
  return SIGNATURES.find((signature) => signature.matches(head))?.type ?? null
}

/** The one name of a type: parameters dropped, lower case, aliases resolved. */
export function canonicalType(type: string): string {
  const bare = (type.split(';', 1)[0] ?? '').trim().toLowerCase()
  return ALIASES[bare] ?? bare
}
