import type { RichNode } from '../../../rich-text/document.ts'
import type { Entry, EntryBody } from '../types.ts'
import { gradeOf } from '../words.ts'
import { picturesIn } from './pictures.ts'

/** A picture beside the text. */
export interface Picture {
  readonly id: string
  readonly filename: string
  readonly state: 'pending' | 'ready' | 'refused'
}

/** What the form of an entry holds. */
export interface EntryValues {
  readonly title: string
  readonly body: RichNode | undefined
  readonly mood: string
  readonly moodWords: readonly string[]
  readonly tagIds: readonly string[]
  readonly pictures: readonly Picture[]
}

export const emptyEntry: EntryValues = {
  ...{ title: '', body: undefined, mood: '', moodWords: [], tagIds: [], pictures: [] },
}

const emptyText: RichNode = { type: 'doc', content: [{ type: 'paragraph' }] }

/** The text of an entry as the editor takes it. */
export function textOf(body: EntryBody): RichNode {
  return body as unknown as RichNode
}

export function valuesOf({ title, body, mood, moodWords, tagIds, files }: Entry): EntryValues {
  const within = picturesIn(textOf(body))
  return {
    ...{ title, body: textOf(body), moodWords, tagIds, mood: mood === null ? '' : String(mood) },
    pictures: files
      .filter(({ id }) => !within.includes(id))
      .map(({ id, filename, state }) => ({ id, filename, state })),
  }
}

/** As it is sent: the pictures of the text come first. */
export function inputOf({ title, body, mood, moodWords, tagIds, pictures }: EntryValues) {
  return {
    ...{ title: title.trim(), body: (body ?? emptyText) as unknown as EntryBody, mood: gradeOf(mood) },
    ...{ moodWords: [...moodWords], tagIds: [...tagIds] },
    fileIds: [...new Set([...picturesIn(body), ...pictures.map(({ id }) => id)])],
  }
}

/** Both texts, one after the other, with all that hangs on either. */
export function joined(mine: EntryValues, theirs: EntryValues): EntryValues {
  const content = [...(mine.body?.content ?? []), ...(theirs.body?.content ?? [])]
  const body = content.length === 0 ? undefined : { type: 'doc', content }
  const within = picturesIn(body)
  const known = new Set(mine.pictures.map(({ id }) => id))
  return {
    title: mine.title === '' ? theirs.title : mine.title,
    body,
    mood: mine.mood === '' ? theirs.mood : mine.mood,
    moodWords: [...new Set([...mine.moodWords, ...theirs.moodWords])],
    tagIds: [...new Set([...mine.tagIds, ...theirs.tagIds])],
    pictures: [...mine.pictures, ...theirs.pictures.filter(({ id }) => !known.has(id))].filter(
      ({ id }) => !within.includes(id),
    ),
  }
}
