import { Button, Group, VisuallyHidden } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useRef, useState } from 'react'
import { api } from '../../api.ts'
import { notifyProblem } from '../../shell/notify.ts'
import { Panel } from '../../shell/panel.tsx'
import styles from './figures.module.css'
import { figures } from './queries.ts'
import type { DashboardPanel, PlacedPanel } from './types.ts'

const TITLES: Readonly<Record<DashboardPanel, string>> = {
  figures: 'Key figures',
  equity: 'Equity and drawdown',
  calendar: 'Calendar',
  heatmap: 'Weekday and hour of the entry',
  distribution: 'Results',
  by: 'Where results come from',
  playbooks: 'Playbooks and the cost of mistakes',
  streaks: 'Streaks',
  excursion: 'MAE and MFE',
  behaviour: 'Behaviour',
}

interface ArrangePanelsProps {
  readonly panels: readonly PlacedPanel[]
  /** Of a dashboard of the trader’s own, which is saved as a whole; without it each step is kept at once. */
  readonly onArrange?: ((panels: readonly PlacedPanel[]) => void) | undefined
}

/** The order of the panels, and how it is changed. */
function useOrder({ panels, onArrange }: ArrangePanelsProps) {
  const queryClient = useQueryClient()
  const { queryKey } = figures.layout()
  const save = useMutation({
    mutationFn: (wanted: readonly PlacedPanel[]) => api.trading.saveDashboardLayout({ body: { panels: [...wanted] } }),
    scope: { id: 'dashboard-layout' },
    onError: async (error) => {
      notifyProblem(error)
      await queryClient.invalidateQueries({ queryKey })
    },
  })
  // A second press may come before the first is drawn: each starts from what the one before it left.
  const latest = (): readonly PlacedPanel[] =>
    (onArrange === undefined && queryClient.getQueryData(queryKey)?.panels) || panels
  const arrange = (wanted: readonly PlacedPanel[]): void => {
    if (onArrange !== undefined) {
      onArrange(wanted)
      return
    }
    void queryClient.cancelQueries({ queryKey })
    queryClient.setQueryData(queryKey, { panels: [...wanted] })
    save.mutate(wanted)
  }
  return { latest, arrange }
}

/** Moves panels of the dashboard up and down and hides them. */
export function ArrangePanels({ panels, onArrange }: ArrangePanelsProps): ReactElement {
  const list = useRef<HTMLOListElement>(null)
  const [said, say] = useState('')
  const { latest, arrange } = useOrder({ panels, onArrange })
  const move = (panel: PlacedPanel, by: -1 | 1): void => {
    const now = latest()
    const at = now.findIndex(({ name }) => name === panel.name)
    const to = at + by
    if (to < 0 || to >= now.length) return
    arrange(now.toSpliced(at, 1).toSpliced(to, 0, panel))
    say(`${TITLES[panel.name]} is number ${to + 1} of ${now.length}`)
    // At an end the button that was pressed can be pressed no more: the focus goes to the other one.
    const isEnd = to === 0 || to === now.length - 1
    requestAnimationFrame(() => focusOn(list.current, panel.name, isEnd ? -by : by))
  }
  const turn = ({ name, hidden }: PlacedPanel): void => {
    arrange(latest().map((one) => (one.name === name ? { name, hidden: !hidden } : one)))
    say(`${TITLES[name]} is ${hidden ? 'shown' : 'hidden'}`)
  }
  return (
    <Panel title="Panels of the dashboard">
      <ol ref={list} className={styles.arranged} aria-label="Panels of the dashboard">
        {panels.map((panel, at) => (
          <li key={panel.name} className={styles.place} data-panel={panel.name}>
            <span className={panel.hidden ? styles.gone : undefined}>{TITLES[panel.name]}</span>
            <Group gap="xs" wrap="nowrap">
              <Step label={`Move ${TITLES[panel.name]} up`} by="-1" off={at === 0} onClick={() => move(panel, -1)}>
                Up
              </Step>
              <Step
                label={`Move ${TITLES[panel.name]} down`}
                by="1"
                off={at === panels.length - 1}
                onClick={() => move(panel, 1)}
              >
                Down
              </Step>
              <Step
                label={`${panel.hidden ? 'Show' : 'Hide'} ${TITLES[panel.name]}`}
                by="0"
                off={false}
                onClick={() => turn(panel)}
              >
                {panel.hidden ? 'Show' : 'Hide'}
              </Step>
            </Group>
          </li>
        ))}
      </ol>
      <VisuallyHidden role="status">{said}</VisuallyHidden>
    </Panel>
  )
}

interface StepProps {
  readonly label: string
  readonly by: '-1' | '1' | '0'
  readonly off: boolean
  readonly onClick: () => void
  readonly children: string
}

function Step({ label, by, off, onClick, children }: StepProps): ReactElement {
  return (
    <Button size="xs" variant="default" aria-label={label} data-by={by} disabled={off} onClick={onClick}>
      {children}
    </Button>
  )
}

function focusOn(list: HTMLOListElement | null, name: DashboardPanel, by: number): void {
  list?.querySelector<HTMLButtonElement>(`[data-panel="${name}"] [data-by="${by}"]`)?.focus()
}
