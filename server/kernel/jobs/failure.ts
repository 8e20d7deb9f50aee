/** Why a try failed, as stored with the job and shown in the console. */
export interface Failure {
  readonly name: string
  readonly message: string
  readonly code?: string
  readonly stack?: string
}

const MESSAGE_LENGTH_MAX = 2000
const STACK_LENGTH_MAX = 4000
const CAUSES_MAX = 3

/** The parts of a thrown value worth keeping. Other properties are left out: a database error carries row values in its `detail`. */
export function toFailure(thrown: unknown): Failure {
  if (!(thrown instanceof Error)) return { name: 'Thrown', message: String(thrown).slice(0, MESSAGE_LENGTH_MAX) }
  const code = (thrown as { code?: unknown }).code
  return {
    name: thrown.name,
    message: withCauses(thrown).slice(0, MESSAGE_LENGTH_MAX),
    ...(typeof code === 'string' ? { code } : {}),
    ...(thrown.stack === undefined ? {} : { stack: thrown.stack.slice(0, STACK_LENGTH_MAX) }),
  }
}

/** Reads a stored failure; the engine's own reasons (a lost worker) come wrapped in `value`. */
export function readFailure(output: unknown): Failure | null {
  if (typeof output !== 'object' || output === null) return null
  const { value } = output as { value?: unknown }
  const found = (typeof value === 'object' && value !== null ? value : output) as Partial<Failure>
  if (typeof found.message !== 'string') return null
  return {
    name: typeof found.name === 'string' ? found.name : 'Error',
    message: found.message,
    ...(typeof found.code === 'string' ? { code: found.code } : {}),
    ...(typeof found.stack === 'string' ? { stack: found.stack } : {}),
  }
}

function withCauses(error: Error): string {
  const messages = [error.message]
  let cause = error.cause
  while (cause instanceof Error && messages.length <= CAUSES_MAX) {
    messages.push(cause.message)
    cause = cause.cause
  }
  return messages.join(', caused by: ')
}
