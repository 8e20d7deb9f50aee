/** A name of a file that means to be more than one. */
export interface HostileName {
  readonly what: string
  readonly name: string
  /** How it is told to who downloads the file. */
  readonly shown: string
  /** Taken as the name of an upload. */
  readonly taken: boolean
}

/** Of every kind: what ends a header or a parameter, what leads to another folder, what looks like another name, what is too long. */
export const hostileNames: readonly HostileName[] = [
  {
    what: 'quotes',
    name: 'a"; filename="evil.html"; x=".png',
    shown: 'a"; filename="evil.html"; x=".png',
    taken: true,
  },
  { what: 'a backslash before a quote', name: 'a\\".png', shown: 'a_".png', taken: true },
  { what: 'percent signs and apostrophes', name: "UTF-8''%0d%0a.png", shown: "UTF-8''%0d%0a.png", taken: true },
  { what: 'a path', name: '../../etc/passwd', shown: '.._.._etc_passwd', taken: true },
  { what: 'a path of Windows', name: '..\\..\\boot.ini', shown: '.._.._boot.ini', taken: true },
  { what: 'a device of Windows', name: 'CON', shown: 'CON', taken: true },
  {
    what: 'letters of other scripts',
    name: 'Gr\u00f6\u00dfe \u6771\u4eac \u{1d11e}.png',
    shown: 'Gr\u00f6\u00dfe \u6771\u4eac \u{1d11e}.png',
    taken: true,
  },
  {
    what: 'as many letters as a name may have',
    name: '\u6771'.repeat(200),
    shown: '\u6771'.repeat(200),
    taken: true,
  },
  { what: 'line breaks', name: 'a\r\nSet-Cookie: a=b.png', shown: 'a__Set-Cookie: a=b.png', taken: false },
  { what: 'NUL', name: 'a\u0000.png', shown: 'a_.png', taken: false },
  { what: 'a right-to-left override', name: 'a\u202egnp.exe', shown: 'a_gnp.exe', taken: false },
  { what: '5 kB', name: `${'\u00e4'.repeat(5000)}.png`, shown: '\u00e4'.repeat(255), taken: false },
]

const FORM = /^(?:inline|attachment); filename="([^"\\%]*)"; filename\*=UTF-8''((?:[\w.!~-]|%[0-9A-F]{2})*)$/

/** What a Content-Disposition tells as the name, to old clients and to all others; fails when it is not of the one form. */
export function namesTold(header: string | null): { readonly fallback: string; readonly name: string } {
  const [, fallback, encoded] = FORM.exec(header ?? '') ?? []
  if (fallback === undefined || encoded === undefined) throw new Error(`not of the form: ${JSON.stringify(header)}`)
  return { fallback, name: decodeURIComponent(encoded) }
}
