import type { ReactElement } from 'react'
import type { FirstStep, FirstSteps } from './first-step.ts'
import styles from './first-steps.module.css'
import { Panel } from './panel.tsx'
import { ProblemNotice } from './problem-notice.tsx'
import { TextLink } from './text-link.tsx'

/** The way through the product once, with what is done already. */
export function StepList({ title, steps, error }: FirstSteps & { readonly title: string }): ReactElement {
  const nextAt = steps.findIndex(({ done }) => done === false)
  return (
    <Panel title={title}>
      <ProblemNotice error={error} />
      <ol className={styles.steps}>
        {steps.map((step, at) => (
          <StepRow key={step.name} step={step} isNext={at === nextAt} />
        ))}
      </ol>
    </Panel>
  )
}

function StepRow({ step, isNext }: { step: FirstStep; isNext: boolean }): ReactElement {
  const { name, text, done, link, to } = step
  return (
    <li className={[styles.step, done ? styles.done : '', isNext ? styles.next : ''].join(' ')}>
      <span className={styles.mark} aria-hidden="true" />
      <div>
        <h3 className={styles.name}>
          {name} {done === true && <span className={styles.state}>Done</span>}
          {isNext && <span className={styles.state}>Next</span>}
        </h3>
        <p className={styles.text}>{text}</p>
        {link !== null && <TextLink to={to}>{link}</TextLink>}
      </div>
    </li>
  )
}
