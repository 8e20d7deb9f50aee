import type { ReactElement, ReactNode } from 'react'
import styles from './chart.module.css'

interface ChartTableProps {
  readonly label: string
  readonly columns: readonly string[]
  readonly rows: readonly ChartRow[]
  /** As high as its rows are. */
  readonly isWhole?: boolean
}

export interface ChartRow {
  readonly key: string
  /** The first one names the row. */
  readonly cells: readonly ReactNode[]
}

/** Figures in rows that scroll by themselves, so that no page grows sideways. */
export function ChartTable({ label, columns, rows, isWhole = false }: ChartTableProps): ReactElement {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
    <section className={isWhole ? styles.wholeFrame : styles.tableFrame} aria-label={label} tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells: [name, ...values] }) => (
            <tr key={key}>
              <th scope="row">{name}</th>
              {values.map((value, at) => (
                <td key={columns[at + 1]}>{value}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
