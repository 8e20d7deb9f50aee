import { Alert, Button, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import { api, type InvoiceSettings } from '../api.ts'
import { UnsavedGuard } from '../forms/unsaved-guard.tsx'
import { may, useMe } from '../identity/me.ts'
import { Page } from '../shell/page.tsx'
import { LoadingRows } from '../shell/paged-list.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { useFormSubmit } from '../shell/use-form-submit.ts'
import { ChooseClient } from './choose-client.tsx'
import { DraftFields, draftPlaceOf } from './draft-fields.tsx'
import { blankDraft, draftBody, draftFaults } from './draft-values.ts'
import { useGate } from './gate.ts'
import { settingsQuery } from './queries.ts'
import { isAnswered } from './use-act.ts'

export function NewInvoicePage(): ReactElement {
  const closed = useGate('invoices:manage')
  const maySettings = may(useMe(), 'invoices:settings')
  const settings = useQuery({ ...settingsQuery, enabled: maySettings })
  return (
    <Page
      title="New invoice"
      eyebrow={<TextLink to="/finance/invoices">Invoices</TextLink>}
      lead="It is a draft until it is issued: only then it gets its number."
    >
      {closed !== undefined ? (
        <Alert title={closed} />
      ) : maySettings && settings.isPending ? (
        <LoadingRows />
      ) : (
        <NewInvoice settings={settings.data} />
      )}
    </Page>
  )
}

function NewInvoice({ settings }: { settings: InvoiceSettings | null | undefined }): ReactElement {
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  // The same key for the same attempt: a repeated click or a lost answer makes one draft.
  const [idempotencyKey, setKey] = useState(() => crypto.randomUUID())
  const [clientId, setClientId] = useState<string | null>(null)
  const form = useForm({ initialValues: blankDraft(settings), validate: draftFaults })
  const { submit, pending, problem } = useFormSubmit({
    form,
    placeOf: draftPlaceOf,
    async send(values) {
      try {
        return await api.invoices.draft({ body: draftBody(values, clientId), idempotencyKey })
      } catch (error) {
        if (isAnswered(error)) setKey(crypto.randomUUID())
        throw error
      }
    },
    done: async ({ id }, values) => {
      form.resetDirty(values)
      await queryClient.invalidateQueries({ queryKey: ['finance'] })
      await navigate({ to: '/finance/invoices/$id', params: { id }, ignoreBlocker: true })
    },
  })
  return (
    <>
      <UnsavedGuard isDirty={() => form.isDirty()} />
      <form onSubmit={submit} noValidate aria-label="New invoice">
        <Stack gap="lg">
          <ChooseClient
            onChoose={(client) => {
              setClientId(client?.accountId ?? null)
              if (client === null) return
              form.setFieldValue('recipient.name', client.company ?? client.name)
              form.setFieldValue('recipient.email', client.email ?? '')
            }}
          />
          <DraftFields form={form} />
          <ProblemNotice error={problem} />
          <Button type="submit" loading={pending} style={{ alignSelf: 'flex-start' }}>
            Save the draft
          </Button>
        </Stack>
      </form>
    </>
  )
}
