import { NativeSelect, TextInput } from '@mantine/core'
import type { ReactElement } from 'react'
import { faultsBelow } from './conditions/tree.ts'
import {
  type DraftServe,
  type DraftSplit,
  foreignHash,
  type ServeKind,
  serveKind,
  withBucketBy,
  withServeKind,
} from './draft.ts'
import styles from './flags.module.css'
import { ShareInput } from './share-input.tsx'
import { partOf } from './targeting-words.ts'

interface ServeFieldsProps {
  readonly label: string
  readonly value: DraftServe
  readonly variants: readonly string[]
  readonly onChange: (serve: DraftServe) => void
  readonly faults: Readonly<Record<string, string>>
}

/** What is served: a variant, a split over several, or the default of whoever asks. */
export function ServeFields({ label, value, variants, onChange, faults }: ServeFieldsProps): ReactElement {
  const kind = serveKind(value)
  const gone = value !== null && 'variant' in value && !variants.includes(value.variant) ? [value.variant] : []
  return (
    <div className={styles.part}>
      <NativeSelect
        className={styles.choice ?? ''}
        label={label}
        value={kind}
        error={faults.variant ?? faults['']}
        data={[
          ...[...variants, ...gone].map((variant) => ({ value: `variant ${variant}`, label: variant || 'Choose' })),
          ...(variants.length > 1 || kind === 'split' ? [{ value: 'split', label: 'A split over variants' }] : []),
          { value: 'default', label: "The caller's default" },
          ...(kind === 'logic' ? [{ value: 'logic', label: 'What an imported expression names' }] : []),
        ]}
        onChange={(event) => onChange(withServeKind(value, event.currentTarget.value as ServeKind, variants))}
      />
      {value !== null && 'split' in value && (
        <SplitFields
          value={value.split}
          variants={variants}
          onChange={(split) => onChange({ split })}
          faults={faultsBelow(faults, 'split')}
        />
      )}
    </div>
  )
}

interface SplitFieldsProps extends Pick<ServeFieldsProps, 'variants' | 'faults'> {
  readonly value: DraftSplit
  readonly onChange: (split: DraftSplit) => void
}

/** A weight for each variant; one that has none is not served. */
function SplitFields({ value, variants, onChange, faults }: SplitFieldsProps): ReactElement {
  const { weights } = value
  const total = weights.reduce((sum, { weight }) => sum + (Number.isNaN(weight) ? 0 : weight), 0)
  const named = new Set(weights.map(({ variant }) => variant))
  const missing = variants.filter((variant) => !named.has(variant)).map((variant) => ({ variant, weight: 0 }))
  const all = [...weights, ...missing]
  return (
    <>
      <div className={styles.fields}>
        {all.map(({ variant, weight }, at) => (
          <ShareInput
            key={variant}
            label={`Weight of ${variant}`}
            description={`${partOf(weight, total)} of those served`}
            value={weight}
            error={faults[`weights.${at}.weight`] ?? faults[`weights.${at}.variant`]}
            onChange={(next) => onChange({ ...value, weights: all.with(at, { ...all[at], variant, weight: next }) })}
          />
        ))}
      </div>
      {faults.weights !== undefined && <p className={styles.fault}>{faults.weights}</p>}
      <BucketBy value={value} onChange={onChange} fault={faults.bucketBy} />
    </>
  )
}

interface BucketByProps<Of> {
  readonly value: Of
  readonly onChange: (bucketed: Of) => void
  readonly fault: string | undefined
}

/** By what callers are dealt out. */
export function BucketBy<Of extends Parameters<typeof withBucketBy>[0]>(props: BucketByProps<Of>): ReactElement {
  const { value, onChange, fault } = props
  const { bucketBy, hash } = value
  const foreign = foreignHash(hash)
  return (
    <TextInput
      className={styles.choice ?? ''}
      label="Dealt out by"
      description={`Whoever has the same stays in the same part.${foreign === undefined ? '' : ` As ${foreign} has it.`}`}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      placeholder="targetingKey"
      maxLength={200}
      spellCheck={false}
      defaultValue={typeof bucketBy === 'object' ? bucketBy.join(', ') : (bucketBy ?? '')}
      error={fault}
      onChange={(event) => onChange(withBucketBy(value, event.currentTarget.value))}
    />
  )
}
