import { englishFrame, type FrameWords } from './frame-words.ts'
import { germanFrame } from './frame-words-de.ts'
import { ENGLISH, languageFor } from './template.ts'

/** Frames by language tag in lower case. */
export type Frames = Readonly<Record<string, FrameWords>>

/** The languages that the frame is written in here; units add others by `mailFrames`. */
export const FRAMES: Frames = { [ENGLISH]: englishFrame, de: germanFrame }

/** The frame for somebody who wants `locale`, found as a template's words are, and the language it is in. */
export function frameFor(
  frames: Frames,
  locale: string | undefined,
): { readonly words: FrameWords; readonly language: string } {
  const language = languageFor({ translations: frames }, locale)
  return { words: frames[language] ?? englishFrame, language }
}
