import { Button, Stack } from '@mantine/core'
import type { ReactElement } from 'react'
import styles from './policy.module.css'
import { NumberField, type PolicyFormState } from './policy-field.tsx'

/** What goes back when the client cancels: the first rule that the notice reaches. */
export function PolicyRefunds({ form }: { form: PolicyFormState }): ReactElement {
  return (
    <Stack gap="md">
      <NumberField
        form={form}
        name="cancelCutoffHours"
        label="Clients change it themselves up to so many hours before"
      />
      <p>
        The first rule that the notice reaches counts; without one nothing goes back. When the host cancels, all of it
        does.
      </p>
      {form.values.refundRules.map((_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows hold no state of their own and are changed in place
        <fieldset className={styles.rule} key={at} aria-label={`Rule ${at + 1}`}>
          <NumberField form={form} name={`refundRules.${at}.hours`} label="Hours of notice at least" />
          <NumberField form={form} name={`refundRules.${at}.percent`} label="Percent that go back" />
          <Button
            variant="default"
            aria-label={`Remove rule ${at + 1}`}
            onClick={() => form.removeListItem('refundRules', at)}
          >
            Remove
          </Button>
        </fieldset>
      ))}
      <Button
        variant="default"
        style={{ alignSelf: 'flex-start' }}
        onClick={() => form.insertListItem('refundRules', { hours: '24', percent: '50' })}
      >
        Add a rule
      </Button>
    </Stack>
  )
}
