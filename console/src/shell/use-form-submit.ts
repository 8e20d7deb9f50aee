import type { UseFormReturnType } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { fieldErrors } from './problems.ts'

interface FormSubmit<Values extends object, Result> {
  readonly form: UseFormReturnType<Values>
  readonly send: (values: Values) => Promise<Result>
  readonly done: (result: Result, values: Values) => unknown
  /** The field of the form that shows a fault at this path; the path itself when absent. */
  readonly placeOf?: (path: string) => string
}

/**
 * Sends a form once at a time. The server's field faults go to their fields, the first of which takes the focus; what belongs to
 * no field of the form stays in `problem`, to be shown above it.
 */
export function useFormSubmit<Values extends object, Result>(options: FormSubmit<Values, Result>) {
  const { form, send, done, placeOf = (path) => path } = options
  const placed = (error: unknown): Record<string, string> =>
    Object.fromEntries(Object.entries(fieldErrors(error)).map(([path, fault]) => [placeOf(path), fault]))
  const mutation = useMutation({
    mutationFn: send,
    onSuccess: (result, values) => done(result, values),
    onError: (error) => {
      const errors = placed(error)
      form.setErrors(errors)
      const first = Object.keys(errors)[0]
      if (first !== undefined) form.getInputNode(first)?.focus()
    },
  })
  const submit = form.onSubmit(
    (values) => {
      if (!mutation.isPending) mutation.mutate(values)
    },
    (errors) => {
      const first = Object.keys(errors)[0]
      if (first !== undefined) form.getInputNode(first)?.focus()
    },
  )
  const onlyFields = mutation.isError && everyFaultShown(form, Object.keys(placed(mutation.error)))
  return { submit, pending: mutation.isPending, problem: onlyFields ? null : mutation.error }
}

function everyFaultShown<Values extends object>(form: UseFormReturnType<Values>, paths: readonly string[]): boolean {
  return paths.length > 0 && paths.every((path) => form.getInputNode(path) !== null)
}

/** A validation rule: something visible was entered. */
export function filled(message: string) {
  return (value: string): string | null => (value.trim() === '' ? message : null)
}
