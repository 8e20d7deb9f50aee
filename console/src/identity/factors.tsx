import { Button, Group, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api, type Factors as FactorsAnswer } from '../api.ts'
import { ConfirmButton } from '../shell/confirm-button.tsx'
import { Panel } from '../shell/panel.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { When } from '../shell/when.tsx'
import { BackupCodes } from './backup-codes.tsx'
import { AddEmailCodes, AddPhone, AddTotp } from './enrol-code.tsx'
import { AddPasskey } from './enrol-passkey.tsx'
import { factorsQuery } from './factors-query.ts'
import { passkeysSupported } from './passkey.ts'
import { useFactorChange } from './use-factor-change.ts'

type Adding = 'totp' | 'passkey' | 'sms' | 'email'

/** Second factors: which there are, and how to add and remove them. */
export function Factors(): ReactElement {
  const factors = useQuery(factorsQuery)
  const [adding, setAdding] = useState<Adding | null>(null)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const added = (result: { backupCodes?: string[] }): void => {
    setAdding(null)
    if (result.backupCodes !== undefined) setCodes(result.backupCodes)
  }
  return (
    <Panel title="Second factors">
      <QueryView query={factors}>
        {(held) => (
          <Stack gap="lg">
            <p>
              {held.methods.length === 0
                ? 'Whoever learns your password can sign in. A second factor prevents it.'
                : 'You are asked for one of these after your password.'}
              {held.required && ' A role of yours demands one.'}
            </p>
            <Enrolled held={held} />
            <BackupCodes held={held} shown={codes} onShown={setCodes} />
            {adding === null ? (
              <Group role="group" aria-label="Add a second factor">
                {passkeysSupported && <Button onClick={() => setAdding('passkey')}>Add a passkey</Button>}
                <Button variant="default" onClick={() => setAdding('totp')}>
                  Add an authenticator app
                </Button>
                <Button variant="default" onClick={() => setAdding('sms')}>
                  Add a phone
                </Button>
                {held.emails.length === 0 && (
                  <Button variant="default" onClick={() => setAdding('email')}>
                    Add codes by mail
                  </Button>
                )}
              </Group>
            ) : (
              <Enrolment kind={adding} added={added} cancel={() => setAdding(null)} />
            )}
          </Stack>
        )}
      </QueryView>
    </Panel>
  )
}

interface EnrolmentProps {
  readonly kind: Adding
  readonly added: (result: { backupCodes?: string[] }) => void
  readonly cancel: () => void
}

function Enrolment({ kind, added, cancel }: EnrolmentProps): ReactElement {
  const Form = { totp: AddTotp, passkey: AddPasskey, sms: AddPhone, email: AddEmailCodes }[kind]
  return <Form added={added} cancel={cancel} />
}

function Enrolled({ held }: { held: FactorsAnswer }): ReactElement | null {
  const rows = [
    ...held.passkeys.map(({ id, name, createdAt }) => ({
      id,
      title: name,
      kind: 'Passkey',
      createdAt,
      remove: () => api.auth.removePasskey({ path: { id } }),
    })),
    ...held.totp.map(({ id, label, createdAt }) => ({
      id,
      title: label,
      kind: 'Authenticator app',
      createdAt,
      remove: () => api.auth.removeTotp({ path: { id } }),
    })),
    ...held.phones.map(({ id, number, createdAt }) => ({
      id,
      title: number,
      kind: 'Text message',
      createdAt,
      remove: () => api.auth.removeSms({ path: { id } }),
    })),
    ...held.emails.map(({ id, createdAt }) => ({
      id,
      title: 'Codes by mail',
      kind: 'Mail',
      createdAt,
      remove: () => api.auth.removeEmailCodes({ path: { id } }),
    })),
  ]
  if (rows.length === 0) return null
  return (
    <Rows label="Your second factors">
      {rows.map((row) => (
        <FactorRow key={row.id} {...row} />
      ))}
    </Rows>
  )
}

interface FactorRowProps {
  readonly title: string
  readonly kind: string
  readonly createdAt: string
  readonly remove: () => Promise<unknown>
}

function FactorRow({ title, kind, createdAt, remove }: FactorRowProps): ReactElement {
  const removal = useFactorChange(remove, `${title} is removed.`)
  return (
    <Row
      title={title}
      detail={
        <>
          {kind}, added <When at={createdAt} />
        </>
      }
      aside={
        <ConfirmButton
          label={`Remove ${title}`}
          question="You are no longer asked for it."
          confirm="Remove"
          pending={removal.isPending}
          onConfirm={() => removal.mutate()}
        />
      }
    />
  )
}
