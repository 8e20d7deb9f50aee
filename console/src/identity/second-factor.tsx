import { Button, Checkbox, Group, SegmentedControl, Stack, TextInput } from '@mantine/core'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Checkbox.layer.css'
import '@mantine/core/styles/FloatingIndicator.layer.css'
import '@mantine/core/styles/SegmentedControl.layer.css'
import { useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { notifyDone } from '../shell/notify.ts'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { filled, useFormSubmit } from '../shell/use-form-submit.ts'
import { answerPasskey, type PasskeyRequest } from './passkey.ts'

export type FactorMethod = 'totp' | 'sms' | 'email' | 'passkey' | 'backup'

/** What a person gives: the code, or the passkey's answer. */
interface FactorAnswer {
  readonly method: FactorMethod
  readonly code?: string
  readonly credential?: Record<string, unknown>
  readonly trustDevice?: boolean
}

interface SecondFactorProps<Result> {
  readonly methods: readonly FactorMethod[]
  readonly verify: (answer: FactorAnswer) => Promise<Result>
  readonly send: (method: 'sms' | 'email') => Promise<unknown>
  readonly passkeyRequest: () => Promise<PasskeyRequest>
  readonly done: (result: Result) => unknown
  /** Whether this browser may be trusted for the next times. */
  readonly mayTrust?: boolean
}

const LABELS: Readonly<Record<FactorMethod, string>> = {
  passkey: 'Passkey',
  totp: 'Authenticator app',
  sms: 'Text message',
  email: 'Mail',
  backup: 'Backup code',
}

/** Asks for one of the person's second factors. */
export function SecondFactor<Result>(props: SecondFactorProps<Result>): ReactElement {
  const [method, setMethod] = useState<FactorMethod>(props.methods[0] ?? 'backup')
  const [trustDevice, setTrustDevice] = useState(false)
  const trust = props.mayTrust === true ? { trustDevice } : {}
  return (
    <Stack gap="lg">
      {props.methods.length > 1 && (
        <SegmentedControl
          aria-label="Second factor"
          orientation="vertical"
          value={method}
          onChange={(value) => setMethod(value as FactorMethod)}
          data={props.methods.map((value) => ({ value, label: LABELS[value] }))}
        />
      )}
      {method === 'passkey' ? (
        <PasskeyAnswer key={method} {...props} trust={trust} />
      ) : (
        <CodeAnswer key={method} {...props} method={method} trust={trust} />
      )}
      {props.mayTrust === true && (
        <Checkbox
          label="Do not ask again in this browser for 30 days"
          checked={trustDevice}
          onChange={(event) => setTrustDevice(event.currentTarget.checked)}
        />
      )}
    </Stack>
  )
}

type AnswerProps<Result> = SecondFactorProps<Result> & { readonly trust: { readonly trustDevice?: boolean } }

function PasskeyAnswer<Result>({ verify, passkeyRequest, done, trust }: AnswerProps<Result>): ReactElement {
  const answer = useMutation({
    mutationFn: async () =>
      verify({ method: 'passkey', credential: await answerPasskey(await passkeyRequest()), ...trust }),
    onSuccess: done,
  })
  return (
    <Stack>
      <ProblemNotice error={answer.error} />
      <Button onClick={() => answer.mutate()} loading={answer.isPending}>
        Use the passkey
      </Button>
    </Stack>
  )
}

function CodeAnswer<Result>(props: AnswerProps<Result> & { readonly method: FactorMethod }): ReactElement {
  const { method, verify, send, done, trust } = props
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { code: '' },
    validate: { code: filled('Enter the code') },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: ({ code }) => verify({ method, code, ...trust }),
    done,
  })
  const sending = useMutation({
    mutationFn: () => send(method === 'sms' ? 'sms' : 'email'),
    onSuccess: () => notifyDone('The code is on its way.'),
  })
  const isSent = method === 'sms' || method === 'email'
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <ProblemNotice error={problem ?? sending.error} />
        {isSent && (
          <Button variant="default" onClick={() => sending.mutate()} loading={sending.isPending}>
            {sending.isSuccess ? 'Send another code' : 'Send a code'}
          </Button>
        )}
        <TextInput
          key={form.key('code')}
          label={method === 'backup' ? 'Backup code' : 'Code'}
          autoComplete="one-time-code"
          inputMode={method === 'backup' ? 'text' : 'numeric'}
          {...form.getInputProps('code')}
        />
        <Group>
          <Button type="submit" loading={pending}>
            Continue
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
