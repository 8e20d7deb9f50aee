import { Button, Group, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import { api, type InvoiceDetail } from '../api.ts'
import { UnsavedGuard } from '../forms/unsaved-guard.tsx'
import { ConfirmButton } from '../shell/confirm-button.tsx'
import { GatedButton } from '../shell/gated-button.tsx'
import { notifyDone } from '../shell/notify.ts'
import { Page } from '../shell/page.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { useFormSubmit } from '../shell/use-form-submit.ts'
import { DraftFields, draftPlaceOf } from './draft-fields.tsx'
import { draftBody, draftFaults, draftTyped } from './draft-values.ts'
import { useAct } from './use-act.ts'
import { nameOf } from './words.ts'

/** A draft: written, issued, or deleted. */
export function DraftPage({ draft }: { draft: InvoiceDetail }): ReactElement {
  const queryClient = useQueryClient()
  const [version, setVersion] = useState(draft.version)
  const form = useForm({ initialValues: draftTyped(draft), validate: draftFaults })
  const { submit, pending, problem } = useFormSubmit({
    form,
    placeOf: draftPlaceOf,
    send: (values) =>
      api.invoices.change({ path: { id: draft.id }, body: { ...draftBody(values, draft.clientId), version } }),
    done: async (saved, values) => {
      setVersion(saved.version)
      form.resetDirty(values)
      notifyDone('The draft is saved.')
      await queryClient.invalidateQueries({ queryKey: ['finance', 'invoices'] })
    },
  })
  const isDirty = form.isDirty()
  return (
    <Page
      title={nameOf(draft)}
      eyebrow={<TextLink to="/finance/invoices">Invoices</TextLink>}
      lead="Nobody outside sees it. Issued, it gets its number and stays as it is."
    >
      <UnsavedGuard isDirty={() => form.isDirty()} />
      <form onSubmit={submit} noValidate aria-label="Draft">
        <Stack gap="lg">
          <DraftFields form={form} />
          <ProblemNotice error={problem} />
          <Group align="flex-start">
            <Button type="submit" variant="default" loading={pending}>
              Save the draft
            </Button>
            <DraftActions draft={draft} unsaved={isDirty} onGone={() => form.resetDirty(form.getValues())} />
          </Group>
        </Stack>
      </form>
    </Page>
  )
}

interface DraftActionsProps {
  readonly draft: InvoiceDetail
  readonly unsaved: boolean
  readonly onGone: () => void
}

function DraftActions({ draft, unsaved, onGone }: DraftActionsProps): ReactElement {
  const navigate = useNavigate()
  const path = { id: draft.id }
  const issue = useAct((idempotencyKey) => api.invoices.issue({ path, idempotencyKey }), 'The invoice is issued.')
  const remove = useAct(async () => {
    await api.invoices.delete({ path })
    onGone()
    await navigate({ to: '/finance/invoices', ignoreBlocker: true })
  }, 'The draft is deleted.')
  return (
    <>
      <GatedButton
        disabledReason={unsaved ? 'Save it first' : undefined}
        loading={issue.isPending}
        onClick={() => issue.mutate()}
      >
        Issue the invoice
      </GatedButton>
      <ConfirmButton
        label="Delete the draft"
        question="It is gone for good."
        confirm="Delete it"
        pending={remove.isPending}
        onConfirm={() => remove.mutate()}
      />
    </>
  )
}
