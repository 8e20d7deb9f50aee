import { createContext, use } from 'react'
import type { Library } from '../files/library.ts'
import type { Choice } from './fields.ts'

/** Where a form finds what its fields point to. */
export interface FormSources {
  /** Some entries of a type whose title holds `search`. */
  readonly find: (of: string, search: string, signal: AbortSignal) => Promise<readonly Choice[]>
  readonly titleOf: (of: string, id: string, signal: AbortSignal) => Promise<string>
  /** Where the browser gets a picture in a size to be looked at. */
  readonly pictureUrl: (fileId: string) => string
  readonly fileUrl: (fileId: string) => string
  /** What uploads are for, and what is taken. */
  readonly pictures: Uploads
  readonly files: Uploads
  /** What was uploaded before. */
  readonly Library: Library
}

interface Uploads {
  readonly purpose: string
  readonly accept: string
}

const Context = createContext<FormSources | null>(null)

export const FormSourcesProvider = Context

export function useFormSources(): FormSources {
  const sources = use(Context)
  if (sources === null) throw new TypeError('a form needs a FormSourcesProvider above it')
  return sources
}
