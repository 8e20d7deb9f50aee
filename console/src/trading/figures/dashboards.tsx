import { Button, Group, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactElement, useState } from 'react'
import { api } from '../../api.ts'
import { notifyProblem } from '../../shell/notify.ts'
import { Panel } from '../../shell/panel.tsx'
import { type Behind, tradesBehind } from './behind.ts'
import styles from './figures.module.css'
import { type FiguresSearch, figuresSearchIn } from './figures-search.ts'
import { figures } from './queries.ts'
import type { Dashboard, Mode, PlacedPanel } from './types.ts'

interface DashboardChoiceProps {
  readonly chosen: Dashboard | undefined
  readonly choose: (dashboard: Dashboard | undefined) => void
}

/** Which dashboard is shown; nothing to choose while there is one. */
export function DashboardChoice({ chosen, choose }: DashboardChoiceProps): ReactElement | null {
  const dashboards = useQuery(figures.dashboards()).data?.items ?? []
  if (dashboards.length === 0) return null
  return (
    <NativeSelect
      aria-label="Dashboard"
      value={chosen?.id ?? ''}
      onChange={(event) => choose(dashboards.find(({ id }) => id === event.currentTarget.value))}
      data={[{ value: '', label: 'Main' }, ...dashboards.map(({ id, name }) => ({ value: id, label: name }))]}
    />
  )
}

/** The selection and unit that a dashboard is of, as its page is asked for it. */
export function searchOf({ id, filter, basis, mode }: Dashboard): FiguresSearch & { readonly dashboard: string } {
  const params = new URLSearchParams(filter)
  const many = Object.fromEntries(['symbol', 'tag', 'playbook'].map((name) => [name, params.getAll(name)]))
  return { ...figuresSearchIn({ ...Object.fromEntries(params), ...many, basis, mode }), dashboard: id }
}

/** What the page shows, to be kept under a name. */
interface Shown {
  readonly behind: Pick<Behind, 'search'>
  readonly mode: Mode
  readonly placed: readonly PlacedPanel[]
}

function fieldsOf({ behind: { search }, mode, placed }: Shown) {
  const { account } = search
  const filter = new URLSearchParams()
  const trades = tradesBehind({ account: account === undefined ? [] : [account], search, mode: 'cash' })
  for (const [name, value] of Object.entries(trades))
    for (const one of [value].flat()) if (name !== 'status') filter.append(name, String(one))
  const widgets = placed.filter(({ hidden }) => !hidden).map(({ name }) => name)
  return { filter: filter.toString(), basis: search.basis ?? ('net' as const), mode, widgets }
}

interface KeepDashboardProps {
  readonly chosen: Dashboard | undefined
  readonly shown: Shown
  /** What was saved is as it is shown: called with the panels that were sent. */
  readonly onSaved: (placed: readonly PlacedPanel[]) => void
  /** The dashboard that takes the place of the chosen one: a new one, or the main one once it is removed. */
  readonly onReplaced: (by: Dashboard | undefined) => void
}

/** Keeps what is shown under a name, changes the dashboard that is shown, or removes it. */
export function KeepDashboard({ chosen, shown, onSaved, onReplaced }: KeepDashboardProps): ReactElement {
  const queryClient = useQueryClient()
  const [name, setName] = useState('')
  const keep = useMutation({
    mutationFn: async (how: 'new' | 'save' | 'remove') => {
      if (how === 'new') return await api.trading.createDashboard({ body: { name: name.trim(), ...fieldsOf(shown) } })
      if (chosen === undefined) return undefined
      const path = { id: chosen.id }
      if (how === 'remove') {
        await api.trading.removeDashboard({ path })
        return undefined
      }
      const body = { name: chosen.name, version: chosen.version, ...fieldsOf(shown) }
      return await api.trading.saveDashboard({ path, body })
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: figures.dashboards().queryKey }),
    onError: notifyProblem,
  })
  const replace = (how: 'new' | 'remove'): void =>
    keep.mutate(how, {
      onSuccess: (kept) => {
        setName('')
        onReplaced(kept)
      },
    })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (name.trim() !== '') replace('new')
  }
  return (
    <Panel title="Dashboards of your own">
      <p className={styles.small}>A dashboard keeps its panels in their order, which trades it is of, and the unit.</p>
      <form onSubmit={submit}>
        <Group align="end">
          <TextInput
            label="Name"
            value={name}
            maxLength={60}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" loading={keep.isPending} disabled={name.trim() === ''}>
            Keep as a new one
          </Button>
          {chosen !== undefined && (
            <>
              <Button
                variant="default"
                loading={keep.isPending}
                onClick={() => keep.mutate('save', { onSuccess: () => onSaved(shown.placed) })}
              >
                Save “{chosen.name}”
              </Button>
              <Button variant="default" loading={keep.isPending} onClick={() => replace('remove')}>
                Remove “{chosen.name}”
              </Button>
            </>
          )}
        </Group>
      </form>
    </Panel>
  )
}

/** The panels of a dashboard, and after them those that it does not show. */
export function panelsOf({ widgets }: Dashboard, all: readonly PlacedPanel[]): PlacedPanel[] {
  const shown = widgets.map((name) => ({ name, hidden: false }))
  return [...shown, ...all.filter(({ name }) => !widgets.includes(name)).map(({ name }) => ({ name, hidden: true }))]
}
