import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { charactersOf, type Face, unpackFont } from './font-file.ts'

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

/** Written from right to left: pages are set from left to right only. */
const FROM_THE_RIGHT =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u

/** Whether a text comes out as it reads: not as empty boxes, nor in the wrong order. */
export function isPrintable(text: string): boolean {
  return !FROM_THE_RIGHT.test(text) && [...text].every(hasGlyph)
}

/** The text with U+FFFD for what pages cannot be set in. */
export function printable(text: string): string {
  return [...text].map((one) => (hasGlyph(one) && !FROM_THE_RIGHT.test(one) ? one : '\ufffd')).join('')
}

function hasGlyph(character: string): boolean {
  characters ??= new Set([...charactersOf(faceOf('regular')), '\n'.charCodeAt(0)])
  return characters.has(character.codePointAt(0) ?? 0)
}
