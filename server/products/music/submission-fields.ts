import { type Static, Type } from 'typebox'
import { idOf, line, nullable, object, text } from '../../kernel/http/schema.ts'
import type { Finding } from './audio-types.ts'
import { errorAt, errorsOf, faultsOf, warningAt } from './findings.ts'
import { genreOf } from './genres.ts'
import { normaliseIsrc } from './identifiers.ts'
import { musicProblem } from './problems.ts'

const fields = {
  title: line(200),
  genre: line(40),
  explicit: Type.Boolean(),
  language: Type.Optional(nullable(line(35))),
  isrc: Type.Optional(nullable(line(20))),
  description: Type.Optional(nullable(text(2000))),
  albumTitle: Type.Optional(nullable(line(200))),
  audioFileId: idOf('file'),
  coverFileId: idOf('file'),
}

/** A track as its artist sends it in; `language` is a BCP 47 tag. */
export const submissionInput = object({ artistId: idOf('artist'), ...fields })
export type SubmissionInput = Static<typeof submissionInput>

/** What is changed when it is sent in again: fields left out stay, null empties an optional one. */
export const submissionChange = object({
  ...fields,
  title: Type.Optional(fields.title),
  genre: Type.Optional(fields.genre),
  explicit: Type.Optional(fields.explicit),
  audioFileId: Type.Optional(fields.audioFileId),
  coverFileId: Type.Optional(fields.coverFileId),
  version: Type.Optional(Type.Integer({ minimum: 1 })),
})
export type SubmissionChange = Static<typeof submissionChange>

/** A submission's own words in stored form. */
export interface Metadata {
  readonly title: string
  readonly genre: string
  readonly explicit: boolean
  readonly language: string | null
  readonly isrc: string | null
  readonly description: string | null
  readonly album_title: string | null
}

type Entered = Omit<SubmissionInput, 'artistId' | 'audioFileId' | 'coverFileId'>

/** Stored form and warnings of what was entered; throws music/submission-invalid with every error. */
export function readMetadata(entered: Entered): { readonly metadata: Metadata; readonly warnings: Finding[] } {
  const findings = reportMetadata(entered)
  if (errorsOf(findings).length > 0) throw musicProblem('submission-invalid', { errors: faultsOf(findings) })
  const { title, genre, explicit, language, isrc, description, albumTitle } = entered
  return {
    metadata: {
      title,
      genre: genreOf(genre) ?? genre,
      explicit,
      language: language == null ? null : languageTag(language),
      isrc: isrc == null ? null : normaliseIsrc(isrc),
      description: description ?? null,
      album_title: albumTitle ?? null,
    },
    warnings: findings,
  }
}

const FEATURING = /[([\s](feat|ft|featuring)\.?\s/i

function reportMetadata({ title, genre, language, isrc }: Entered): Finding[] {
  const findings: Finding[] = []
  if (FEATURING.test(title))
    findings.push(warningAt('/title', 'TITLE_HAS_FEAT', 'Guests belong to the credits, not to the title.'))
  if (genreOf(genre) === null) findings.push(errorAt('/genre', 'GENRE_UNKNOWN', 'Choose a genre from the list.'))
  if (language != null && languageTag(language) === null)
    findings.push(errorAt('/language', 'LANGUAGE_TAG', 'Write the language as a tag, like en or pt-BR.'))
  if (isrc != null && normaliseIsrc(isrc) === null)
    findings.push(errorAt('/isrc', 'ISRC_FORMAT', 'An ISRC has twelve characters, like USS1Z2600001.'))
  return findings
}

/** The canonical form of a BCP 47 tag, or null. */
function languageTag(text: string): string | null {
  try {
    return Intl.getCanonicalLocales(text)[0] ?? null
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}
