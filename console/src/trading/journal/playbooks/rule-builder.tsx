import { Button, Group, NativeSelect, Stack } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import styles from '../journal.module.css'
import type { Rule } from '../types.ts'
import { newRule } from './playbook-values.ts'
import { type PlaybookFormState, RuleFields } from './rule-fields.tsx'
import { ruleKinds } from './rule-words.ts'

const RULES_MAX = 50

/** Rules of which trades are judged by what is known of them; items of the checklist are answered by the trader. */
export function RuleBuilder({ form }: { form: PlaybookFormState }): ReactElement {
  const [kind, setKind] = useState<Rule['kind']>('symbols')
  const { rules } = form.values
  return (
    <Stack gap="lg">
      {rules.length === 0 && <p className={styles.hint}>No rule yet. Choose a kind, and add the first one.</p>}
      <ol className={styles.rules}>
        {rules.map((rule, at) => (
          <li key={rule.id}>
            <fieldset className={styles.rule}>
              <legend>{`${at + 1}. ${ruleKinds[rule.kind]}`}</legend>
              <RuleFields form={form} rule={rule} at={at} />
              <Button
                size="xs"
                variant="default"
                style={{ justifySelf: 'start' }}
                aria-label={`Remove rule ${at + 1}, ${ruleKinds[rule.kind]}`}
                onClick={() => form.removeListItem('rules', at)}
              >
                Remove
              </Button>
            </fieldset>
          </li>
        ))}
      </ol>
      {rules.length < RULES_MAX && (
        <Group align="flex-end">
          <NativeSelect
            label="Kind of rule"
            value={kind}
            onChange={(event) => setKind(event.currentTarget.value as Rule['kind'])}
            data={Object.entries(ruleKinds).map(([value, label]) => ({ value, label }))}
          />
          <Button variant="default" onClick={() => form.insertListItem('rules', newRule(kind))}>
            Add the rule
          </Button>
        </Group>
      )}
    </Stack>
  )
}
