import { type CSSProperties, Fragment, type ReactElement } from 'react'
import styles from './chart.module.css'

export type TipFigures = readonly (readonly [name: string, value: string])[]

/** Figures beside what is pointed at; whoever does not see them hears them from the spot itself. */
export function Tip(props: { title: string; figures: TipFigures; place: CSSProperties }): ReactElement {
  return (
    <div className={styles.tip} style={props.place} aria-hidden="true">
      <div className={styles.tipTitle}>{props.title}</div>
      <dl className={styles.values}>
        {props.figures.map(([name, value]) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
      </dl>
    </div>
  )
}
