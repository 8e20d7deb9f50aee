import { NativeSelect, TagsInput } from '@mantine/core'
import '@mantine/core/styles/ScrollArea.layer.css'
import '@mantine/core/styles/Combobox.layer.css'
import '@mantine/core/styles/Pill.layer.css'
import '@mantine/core/styles/PillsInput.layer.css'
import type { UseFormReturnType } from '@mantine/form'
import type { ReactElement } from 'react'
import styles from './journal.module.css'
import { fiveOf, moods } from './words.ts'

type FieldProps = ReturnType<UseFormReturnType<object>['getInputProps']>

const usual = ['Calm', 'Focused', 'Patient', 'Confident', 'Tired', 'Anxious', 'Impatient', 'Greedy', 'Frustrated']

/** How it felt: on a scale, and in words of one's own. */
export function MoodFields({ mood, words }: { mood: FieldProps; words: FieldProps }): ReactElement {
  return (
    <div className={styles.pair}>
      <NativeSelect label="Mood" data={fiveOf(moods, 'Not said')} {...mood} />
      <TagsInput label="Feelings" placeholder="Enter ends each" data={usual} maxTags={10} maxLength={30} {...words} />
    </div>
  )
}
