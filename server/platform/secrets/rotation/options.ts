import { secretsProblem } from '../problems.ts'

/** secrets/bad-options about one of them. */
export function badOption(name: string, detail: string) {
  return secretsProblem('bad-options', { errors: [{ pointer: `/options/${name}`, code: 'option', detail }] })
}
