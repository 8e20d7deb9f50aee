import type { UseFormReturnType } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { fieldErrors } from './problems.ts'

interface FormSubmit<Values extends object, Result> {
  readonly form: UseFormReturnType<Values>
  readonly send: (values: Values) => Promise<Result>
  readonly done: (result: Result, values: Values) => unknown
}

/**
 * Sends a form once at a time. The server's field faults go to their fields, the first of which takes the focus; what belongs to
 * no field of the form stays in `problem`, to be shown above it.
 */
export function useFormSubmit<Values extends object, Result>({ form, send, done }: FormSubmit<Values, Result>) {
  const mutation = useMutation({
    mutationFn: send,
    onSuccess: (result, values) => done(result, values),
    onError: (error) => {
      const errors = fieldErrors(error)
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
  const onlyFields = mutation.isError && everyFaultShown(form, mutation.error)
  return { submit, pending: mutation.isPending, problem: onlyFields ? null : mutation.error }
}

function everyFaultShown<Values extends object>(form: UseFormReturnType<Values>, error: unknown): boolean {
  const paths = Object.keys(fieldErrors(error))
  return paths.length > 0 && paths.every((path) => form.getInputNode(path) !== null)
}

/** A validation rule: something visible was entered. */
export function filled(message: string) {
  return (value: string): string | null => (value.trim() === '' ? message : null)
}
