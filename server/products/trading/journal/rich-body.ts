import type { Id } from '../../../kernel/id.ts'
import { nodesOf, type RichNode, richTextFaults, richTextPlain } from '../../../platform/content/index.ts'
import { tradingProblem } from '../problems.ts'

const PLAIN_MAX = 50_000

/** The words of a body that may be stored and shown, its pictures among `fileIds`. Throws trading/value-invalid. */
export function wordsOf(body: RichNode, fileIds: readonly Id<'file'>[]): string {
  const errors = richTextFaults(body, '/body')
  if (errors.length > 0) throw tradingProblem('value-invalid', { errors })
  const plain = richTextPlain(body)
  const isElsewhere = [...nodesOf(body)].some(
    ({ type, attrs }) => type === 'image' && !fileIds.some((id) => id === attrs?.fileId),
  )
  if (isElsewhere) throw bad('picture', 'shows pictures of its own fileIds only')
  if (plain.length > PLAIN_MAX) throw bad('too-long', `has at most ${PLAIN_MAX} characters`)
  return plain
}

function bad(code: string, detail: string) {
  return tradingProblem('value-invalid', { errors: [{ pointer: '/body', code, detail }] })
}
