import { parentPort } from 'node:worker_threads'
import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary as commonWords } from '@zxcvbn-ts/language-common'
import { dictionary as englishWords, translations } from '@zxcvbn-ts/language-en'

export interface StrengthQuestion {
  readonly password: string
  /** What an attacker knows of the person. */
  readonly words: readonly string[]
}

export interface StrengthAnswer {
  /** 0 to 4; under 2 means fewer than a million guesses. */
  readonly score: number
  /** What makes it easy to guess, in a sentence; empty when nothing stands out. */
  readonly warning: string
}

const CHARACTERS_MAX = 64
/** Each further reading of signs as letters doubles the work; real passwords need two or three. */
const SUBSTITUTIONS_MAX = 8

if (parentPort !== null) {
  const port = parentPort
  const meter = new ZxcvbnFactory({
    dictionary: { ...commonWords, ...englishWords },
    graphs: adjacencyGraphs,
    translations,
    maxLength: CHARACTERS_MAX,
    l33tMaxSubstitutions: SUBSTITUTIONS_MAX,
  })
  port.on('message', ({ password, words }: StrengthQuestion) => {
    const { score, feedback } = meter.check(password, [...words])
    const answer: StrengthAnswer = { score, warning: feedback.warning ?? '' }
    port.postMessage(answer)
  })
  // The first estimate compiles the code and would take several times as long as the next.
  meter.check('Warm-up 1987 qwerty', ['warm'])
  port.postMessage('ready')
}
