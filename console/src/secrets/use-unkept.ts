import type { UseFormReturnType } from '@mantine/form'
import { useState } from 'react'
import { fieldErrors } from '../shell/problems.ts'

interface Unkept<Values extends object, Result> {
  readonly form: UseFormReturnType<Values>
  readonly send: (values: Values) => Promise<Result>
  readonly done: (result: Result) => unknown
}

/**
 * Sends a form whose fields or answer are secret, once at a time. As useFormSubmit, but past the cache of mutations, which keeps what was sent and
 * answered: nothing of it is held here either.
 */
export function useUnkept<Values extends object, Result>({ form, send, done }: Unkept<Values, Result>) {
  const [pending, setPending] = useState(false)
  const [problem, setProblem] = useState<unknown>(null)
  const focusFirst = (errors: Readonly<Record<string, unknown>>): void => {
    const first = Object.keys(errors).find((path) => form.getInputNode(path) !== null)
    if (first !== undefined) form.getInputNode(first)?.focus()
  }
  async function run(values: Values): Promise<void> {
    setPending(true)
    setProblem(null)
    try {
      await done(await send(values))
    } catch (error) {
      const errors = fieldErrors(error)
      form.setErrors(errors)
      focusFirst(errors)
      const paths = Object.keys(errors)
      const isShown = paths.length > 0 && paths.every((path) => form.getInputNode(path) !== null)
      setProblem(isShown ? null : error)
    } finally {
      setPending(false)
    }
  }
  const submit = form.onSubmit((values) => {
    if (!pending) void run(values)
  }, focusFirst)
  return { submit, pending, problem }
}
