import { type ReactElement, type ReactNode, useId } from 'react'
import styles from './fields.module.css'

interface FieldGroupProps {
  readonly label: string
  readonly description: string | undefined
  readonly error: ReactNode
  readonly path: string
  readonly children: ReactNode
}

/** Fields that are one value together; it takes the focus itself when the fault is of the whole. */
export function FieldGroup({ label, description, error, path, children }: FieldGroupProps): ReactElement {
  const id = useId()
  return (
    <fieldset
      className={styles.group}
      aria-describedby={`${id}-hint ${id}-fault`}
      data-path={path}
      data-invalid={Boolean(error)}
      tabIndex={-1}
    >
      <legend className={styles.legend}>{label}</legend>
      <div id={`${id}-hint`} className={styles.hint}>
        {description}
      </div>
      {children}
      <div id={`${id}-fault`} className={styles.fault}>
        {error}
      </div>
    </fieldset>
  )
}
