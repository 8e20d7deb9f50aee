import { Checkbox, NativeSelect, Stack, TextInput } from '@mantine/core'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Checkbox.layer.css'
import type { ReactElement } from 'react'
import styles from '../experiments.module.css'
import { choicesOf, differenceWords, methodWords } from '../words.ts'
import type { Form } from './use-experiment-form.ts'

const below = ['label', 'input', 'description', 'error'] as ('label' | 'input' | 'description' | 'error')[]

/** The method, how sure its intervals are, and what it knows beforehand. */
export function AnalysisFields({ form }: { form: Form }): ReactElement {
  const { method, hasPrior, difference } = form.values
  const unit = difference === 'relative' ? ', %' : ''
  return (
    <Stack>
      <div className={styles.pairs}>
        <NativeSelect
          label="Method"
          description={methodWords[method].hint}
          inputWrapperOrder={below}
          data={choicesOf(methodWords)}
          {...form.getInputProps('method')}
        />
        <NativeSelect
          label="Differences are told"
          inputWrapperOrder={below}
          data={choicesOf(differenceWords)}
          {...form.getInputProps('difference')}
        />
        <TextInput
          label="Certainty of intervals, %"
          inputMode="decimal"
          inputWrapperOrder={below}
          {...form.getInputProps('certainty')}
        />
        <TextInput
          label="Days before that adjust (CUPED)"
          description="Takes out of the noise what people did before; 0: nothing"
          inputMode="numeric"
          inputWrapperOrder={below}
          {...form.getInputProps('cupedDays')}
        />
      </div>
      {method === 'bayesian' && (
        <Checkbox
          label="Something is believed beforehand"
          description="A prior draws small samples towards what effects usually are"
          {...form.getInputProps('hasPrior', { type: 'checkbox' })}
        />
      )}
      {method === 'bayesian' && hasPrior && (
        <div className={styles.pairs}>
          <TextInput label={`Effect believed${unit}`} inputMode="decimal" {...form.getInputProps('priorMean')} />
          <TextInput label={`Standard deviation${unit}`} inputMode="decimal" {...form.getInputProps('priorSd')} />
        </div>
      )}
    </Stack>
  )
}
