import { Button, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactElement, type ReactNode, use, useCallback, useMemo, useRef, useState } from 'react'
import { api, ProblemError } from '../api.ts'
import { Dialog } from '../shell/dialog.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { CalledOff } from '../shell/problems.ts'
import { QueryView } from '../shell/query-view.tsx'
import { filled, useFormSubmit } from '../shell/use-form-submit.ts'
import { factorsQuery } from './factors-query.ts'
import { PasswordField } from './password-field.tsx'
import { SecondFactor } from './second-factor.tsx'

type Prove = <Result>(action: () => Promise<Result>) => Promise<Result>

const Context = createContext<Prove | null>(null)

/** Runs an action; when the server wants a fresher or stronger proof, asks the person for it and runs the action again. */
export function useProof(): Prove {
  const prove = use(Context)
  if (prove === null) throw new TypeError('useProof needs a StepUp above it')
  return prove
}

function wantsProof(error: unknown): boolean {
  return error instanceof ProblemError && ['http/assurance-too-low', 'identity/mfa-required'].includes(error.code)
}

export function StepUp({ children }: { children: ReactNode }): ReactElement {
  const [open, setOpen] = useState(false)
  const settle = useRef<((proven: boolean) => void) | null>(null)
  const finish = useCallback((proven: boolean) => {
    setOpen(false)
    settle.current?.(proven)
    settle.current = null
  }, [])
  const prove = useMemo(
    (): Prove => async (action) => {
      try {
        return await action()
      } catch (error) {
        if (!wantsProof(error)) throw error
        const proven = await new Promise<boolean>((resolve) => {
          settle.current = resolve
          setOpen(true)
        })
        if (!proven) throw new CalledOff('It was not done: nobody proved who they are.')
        return action()
      }
    },
    [],
  )
  return (
    <Context value={prove}>
      {children}
      <Dialog title="Prove that it is you" open={open} onClose={() => finish(false)}>
        <Proof done={() => finish(true)} />
      </Dialog>
    </Context>
  )
}

/** By a second factor where there is one, else by the password. */
function Proof({ done }: { done: () => void }): ReactElement {
  const queryClient = useQueryClient()
  const factors = useQuery(factorsQuery)
  const proven = async (): Promise<void> => {
    await queryClient.invalidateQueries({ queryKey: ['me'] })
    done()
  }
  return (
    <QueryView query={factors} rows={1}>
      {({ methods }) =>
        methods.length === 0 ? (
          <PasswordProof done={proven} />
        ) : (
          <SecondFactor
            methods={methods}
            verify={({ trustDevice: _, ...body }) => api.auth.stepUp({ body })}
            send={(method) => api.auth.stepUpSend({ body: { method } })}
            passkeyRequest={() => api.auth.stepUpPasskeyOptions({})}
            done={proven}
          />
        )
      }
    </QueryView>
  )
}

function PasswordProof({ done }: { done: () => unknown }): ReactElement {
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { password: '' },
    validate: { password: filled('Enter your password') },
  })
  const { submit, pending, problem } = useFormSubmit({ form, send: (body) => api.auth.stepUp({ body }), done })
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <ProblemNotice error={problem} />
        <PasswordField
          key={form.key('password')}
          label="Password"
          autoComplete="current-password"
          {...form.getInputProps('password')}
        />
        <Button type="submit" loading={pending}>
          Continue
        </Button>
      </Stack>
    </form>
  )
}
