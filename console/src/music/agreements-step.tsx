import { Checkbox, Stack, Text } from '@mantine/core'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Checkbox.layer.css'
import type { UseFormReturnType } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import type { Agreement } from '../api.ts'
import { QueryView } from '../shell/query-view.tsx'
import { When } from '../shell/when.tsx'
import styles from './application-form.module.css'
import type { ApplicationValues } from './application-values.ts'
import { agreementsQuery } from './queries.ts'

/** What is accepted is recorded with its version and time, so each text can be read here in full. */
export function AgreementsStep({ form }: { form: UseFormReturnType<ApplicationValues> }): ReactElement {
  const agreements = useQuery(agreementsQuery)
  return (
    <Stack>
      <Checkbox label="I am at least 18 years old" {...form.getInputProps('ageVerified', { type: 'checkbox' })} />
      {form.errors.agreementIds !== undefined && (
        <Text role="alert" c="var(--negative)" size="sm">
          {form.errors.agreementIds}
        </Text>
      )}
      <QueryView query={agreements}>
        {({ items }) => (
          <>
            {items.map((agreement) => (
              <AgreementText key={agreement.id} agreement={agreement} form={form} />
            ))}
          </>
        )}
      </QueryView>
    </Stack>
  )
}

interface AgreementTextProps {
  readonly agreement: Agreement
  readonly form: UseFormReturnType<ApplicationValues>
}

function AgreementText({ agreement, form }: AgreementTextProps): ReactElement {
  const { id, title, body, version, effectiveAt } = agreement
  const accepted = form.values.agreementIds
  const choose = (isAccepted: boolean): void => {
    const others = accepted.filter((one) => one !== id)
    form.setFieldValue('agreementIds', isAccepted ? [...others, id] : others)
  }
  return (
    <section className={styles.agreement} aria-label={title}>
      <strong>{title}</strong>
      <Text size="sm" c="dimmed">
        Version {version}, in force since <When at={effectiveAt} show="day" />
      </Text>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a text that scrolls must be reachable by keyboard (WCAG 2.1.1) */}
      <section className={styles.text} tabIndex={0} aria-label={`Text of ${title}`}>
        {body}
      </section>
      <Checkbox
        label={`I have read and accept: ${title}`}
        checked={accepted.includes(id)}
        onChange={(event) => choose(event.currentTarget.checked)}
      />
    </section>
  )
}
