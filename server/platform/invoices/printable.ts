import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { charactersOf, type Face, unpackFont } from './font-file.ts'
import { invoicesProblem } from './problems.ts'

const locate = createRequire(import.meta.url)
const files = { regular: '400', bold: '700' } as const

const faces = new Map<keyof typeof files, Face>()
let characters: ReadonlySet<number> | null = null

/** The bytes that documents are set in: DejaVu Sans, embedded, so that the text can be read in fifty years. */
export function fontBytes(style: keyof typeof files): Buffer {
  return faceOf(style).sfnt
}

function faceOf(style: keyof typeof files): Face {
  let face = faces.get(style)
  if (face === undefined) {
    const name = `@fontsource/dejavu-sans/files/dejavu-sans-latin-${files[style]}-normal.woff`
    face = unpackFont(readFileSync(locate.resolve(name)))
    faces.set(style, face)
  }
  return face
}

/** Written from right to left: the page is set from left to right only. */
const FROM_THE_RIGHT =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u

/**
 * Throws invoices/unprintable for text that would come out as empty boxes or in the wrong order: an invoice has to say what it says. By
 * JSON pointer of where it was given.
 */
export function assertPrintable(texts: Readonly<Record<string, readonly string[]>>): void {
  characters ??= new Set([...charactersOf(faceOf('regular')), ...[...'\n'].map((one) => one.codePointAt(0) ?? 0)])
  const known = characters
  const errors = Object.entries(texts).flatMap(([pointer, lines]) => {
    const isPrinted = lines.every(
      (line) => !FROM_THE_RIGHT.test(line) && [...line].every((one) => known.has(one.codePointAt(0) ?? 0)),
    )
    return isPrinted
      ? []
      : [{ pointer, code: 'unprintable', detail: 'holds a character that documents cannot be set in' }]
  })
  if (errors.length > 0) throw invoicesProblem('unprintable', { errors })
}
