import { problems } from '../problem.ts'

/** What stores answer. `missing` is also said of content that is shorter than it was when it was stored. */
export const blobProblems = problems('blob', {
  exists: { status: 409, title: 'There is content under this key already' },
  missing: { status: 410, title: 'The content is no longer there' },
  'too-large': { status: 413, title: 'The content is larger than allowed' },
  'length-differs': { status: 422, title: 'The bytes do not have the announced length' },
  unavailable: {
    status: 503,
    title: 'The content store does not answer',
    detail: 'The fault is not yours; try again shortly.',
  },
  refused: {
    status: 503,
    title: 'The content store does not let the server in',
    detail: 'The fault is not yours; the operator sees it in health.',
  },
  full: { status: 507, title: 'There is no space left for content' },
})

/** ENOSPC, the user's quota, and the process' file size limit: more space is needed, whichever of them said so. */
const NO_SPACE = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

/** The code of a system error, or undefined. */
export function systemCode(error: unknown): string | undefined {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined
  return typeof code === 'string' ? code : undefined
}

/** Turns a write that found no space into `blob/full`; anything else comes back as it is. */
export function toWriteProblem(error: unknown): unknown {
  const code = systemCode(error)
  return code !== undefined && NO_SPACE.has(code)
    ? blobProblems('full', { cause: error, retryAfterSeconds: 60 })
    : error
}
