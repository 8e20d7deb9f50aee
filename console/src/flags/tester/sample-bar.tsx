import { Button, NativeSelect, TextInput } from '@mantine/core'
import type { Context } from '@plinth/sdk/flags'
import { type ReactElement, useState } from 'react'
import { notifyDone } from '../../shell/notify.ts'
import { keepSamples, readSamples, type Sample, withSample } from './samples.ts'
import styles from './tester.module.css'

interface SampleBarProps {
  /** What is written below; undefined while it is none. */
  readonly context: Context | undefined
  readonly onTake: (context: Context) => void
}

/** Callers that were kept in this browser, to be asked for again. */
export function SampleBar({ context, onTake }: SampleBarProps): ReactElement {
  const [samples, setSamples] = useState(readSamples)
  const [chosen, setChosen] = useState('')
  const [name, setName] = useState('')
  const keep = (next: readonly Sample[]): void => {
    setSamples(next)
    keepSamples(next)
  }
  const choose = (wanted: string): void => {
    setChosen(wanted)
    setName(wanted)
    const sample = samples.find((one) => one.name === wanted)
    if (sample !== undefined) onTake(sample.context)
  }
  const save = (): void => {
    if (context === undefined || name.trim() === '') return
    keep(withSample(samples, { name: name.trim(), context }))
    setChosen(name.trim())
    notifyDone(`${name.trim()} is kept in this browser.`)
  }
  return (
    <div className={styles.samples}>
      <NativeSelect
        label="Sample"
        description="Kept in this browser only"
        value={chosen}
        data={[
          { value: '', label: samples.length === 0 ? 'None is kept yet' : 'Choose one' },
          ...samples.map((one) => ({ value: one.name, label: one.name })),
        ]}
        onChange={(event) => choose(event.currentTarget.value)}
      />
      <TextInput
        label="Keep as"
        description="What is written below"
        maxLength={80}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          save()
        }}
      />
      <div className={styles.sampleActs}>
        <Button variant="default" disabled={context === undefined || name.trim() === ''} onClick={save}>
          Keep
        </Button>
        {chosen !== '' && (
          <Button
            variant="default"
            aria-label={`Forget ${chosen}`}
            onClick={() => {
              keep(samples.filter((one) => one.name !== chosen))
              setChosen('')
            }}
          >
            Forget
          </Button>
        )}
      </div>
    </div>
  )
}
