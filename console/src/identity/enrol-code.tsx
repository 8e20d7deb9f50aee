import { Button, Code, Group, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { type ReactElement, type ReactNode, useState } from 'react'
import { api } from '../api.ts'
import { filled, useFormSubmit } from '../shell/use-form-submit.ts'
import { FactorForm } from './factor-form.tsx'
import { useProof } from './step-up.tsx'
import { useFactorChange } from './use-factor-change.ts'

export interface EnrolProps {
  readonly added: (result: { backupCodes?: string[] }) => void
  readonly cancel: () => void
}

/** An authenticator app: its seed by QR code or to type in, and its first code. */
export function AddTotp(props: EnrolProps): ReactElement {
  return (
    <EnrolByCode
      {...props}
      text="Have your authenticator app at hand."
      start={() => api.auth.startTotp({ body: {} })}
      confirm={(id, code) => api.auth.confirmTotp({ path: { id }, body: { code } })}
    >
      {({ qrSvg, secret }) => (
        <>
          <p>Scan the code with your app, or type the key in.</p>
          <img
            src={`data:image/svg+xml;utf8,${encodeURIComponent(qrSvg)}`}
            alt="QR code for the authenticator app"
            width={220}
            height={220}
          />
          <p>
            Key: <Code style={{ overflowWrap: 'anywhere' }}>{secret}</Code>
          </p>
        </>
      )}
    </EnrolByCode>
  )
}

/** Codes to the address of the account. */
export function AddEmailCodes(props: EnrolProps): ReactElement {
  return (
    <EnrolByCode
      {...props}
      text="We send a code to the address of your account."
      start={() => api.auth.startEmailCodes({ body: {} })}
      confirm={(id, code) => api.auth.confirmEmailCodes({ path: { id }, body: { code } })}
    >
      {() => <p>We sent a code to your address.</p>}
    </EnrolByCode>
  )
}

interface EnrolByCodeProps<Started> extends EnrolProps {
  /** What is to come, before anything is asked of the server. */
  readonly text: string
  readonly start: () => Promise<Started>
  readonly confirm: (id: string, code: string) => Promise<{ backupCodes?: string[] }>
  /** What to do to get the code. */
  readonly children: (started: Started) => ReactNode
}

/** Begins an enrolment at the press of a button, and ends it by a code. */
function EnrolByCode<Started extends { readonly id: string }>(props: EnrolByCodeProps<Started>): ReactElement {
  const { text, confirm, added, cancel, children } = props
  const start = useFactorChange(props.start, '')
  const started = start.data
  if (started === undefined) {
    return (
      <Stack>
        <p>{text}</p>
        <Group>
          <Button onClick={() => start.mutate()} loading={start.isPending}>
            Continue
          </Button>
          <Button variant="default" onClick={cancel}>
            Cancel
          </Button>
        </Group>
      </Stack>
    )
  }
  return (
    <ConfirmCode confirm={(code) => confirm(started.id, code)} added={added} cancel={cancel}>
      {children(started)}
    </ConfirmCode>
  )
}

/** Codes by text message. */
export function AddPhone({ added, cancel }: EnrolProps): ReactElement {
  const prove = useProof()
  const [started, setStarted] = useState<{ id: string; number: string } | null>(null)
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { phone: '' },
    validate: { phone: filled('Enter the number, with its country: +44 20 7946 0018') },
  })
  const sending = useFormSubmit({
    form,
    send: (body) => prove(() => api.auth.startSms({ body })),
    done: setStarted,
  })
  if (started !== null) {
    return (
      <ConfirmCode
        confirm={(code) => api.auth.confirmSms({ path: { id: started.id }, body: { code } })}
        added={added}
        cancel={cancel}
      >
        <p>We sent a code to {started.number}.</p>
      </ConfirmCode>
    )
  }
  return (
    <FactorForm sending={sending} submitLabel="Send a code" cancel={cancel}>
      <TextInput
        key={form.key('phone')}
        label="Phone number"
        description="With the country: +44 20 7946 0018"
        type="tel"
        autoComplete="tel"
        {...form.getInputProps('phone')}
      />
    </FactorForm>
  )
}

interface ConfirmCodeProps extends EnrolProps {
  readonly confirm: (code: string) => Promise<{ backupCodes?: string[] }>
  readonly children: ReactNode
}

function ConfirmCode({ confirm, added, cancel, children }: ConfirmCodeProps): ReactElement {
  const change = useFactorChange((code: string) => confirm(code), 'The second factor is set up.', added)
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { code: '' },
    validate: { code: filled('Enter the code') },
  })
  const sending = useFormSubmit({
    form,
    send: ({ code }) => change.mutateAsync(code),
    done: () => undefined,
  })
  return (
    <FactorForm sending={sending} submitLabel="Confirm" cancel={cancel}>
      {children}
      <TextInput
        key={form.key('code')}
        label="Code"
        autoComplete="one-time-code"
        inputMode="numeric"
        {...form.getInputProps('code')}
      />
    </FactorForm>
  )
}
