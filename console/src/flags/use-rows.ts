import { useEffect, useId, useState } from 'react'

interface RowsInput<Item> {
  readonly items: readonly Item[]
  readonly onChange: (items: readonly Item[]) => void
  /** What the one at a place is called: `Rule 2`. */
  readonly nameOf: (at: number) => string
}

export interface EditedRows<Item> {
  /** Stay with their row, so that what is held inside one moves with it. */
  readonly keys: readonly string[]
  /** What was done last, to be announced. */
  readonly said: string
  /** Marks a row, and the buttons of it that the focus goes to. */
  readonly rowMark: (at: number) => { readonly 'data-row': string }
  readonly actMark: (act: 'up' | 'down' | 'remove' | 'add', at?: number) => { readonly 'data-act': string }
  /** The key of the new row. */
  readonly add: (item: Item) => string
  readonly set: (at: number, item: Item) => void
  readonly remove: (at: number) => void
  readonly move: (from: number, to: number) => void
}

/** Rows that are added, removed and moved by buttons; the focus follows what was done. */
export function useRows<Item>({ items, onChange, nameOf }: RowsInput<Item>): EditedRows<Item> {
  const id = useId()
  const [held, setKeys] = useState<readonly string[]>(() => items.map(() => crypto.randomUUID()))
  const keys = held.length === items.length ? held : items.map((_, at) => held[at] ?? `row-${at}`)
  const [said, say] = useState('')
  const [focus, setFocus] = useState<readonly string[]>([])
  useEffect(() => focusFirst(focus), [focus])
  const put = (next: readonly Item[], nextKeys: readonly string[], words: string): void => {
    onChange(next)
    setKeys(nextKeys)
    say(words)
  }
  const act = (name: string, at: number | '' = ''): string => `[data-act="${id}-${name}${at}"]`
  return {
    keys,
    said,
    rowMark: (at) => ({ 'data-row': `${id}-${at}` }),
    actMark: (name, at) => ({ 'data-act': `${id}-${name}${at ?? ''}` }),
    add(item) {
      const at = items.length
      const key = crypto.randomUUID()
      put([...items, item], [...keys, key], `${nameOf(at)} was added`)
      setFocus([`[data-row="${id}-${at}"] :is(input, select, textarea)`, `[data-row="${id}-${at}"] button`])
      return key
    },
    set: (at, item) => onChange(items.with(at, item)),
    remove(at) {
      put(items.toSpliced(at, 1), keys.toSpliced(at, 1), `${nameOf(at)} was removed`)
      setFocus([act('remove', Math.min(at, items.length - 2)), act('add')])
    },
    move(from, to) {
      put(moved(items, from, to), moved(keys, from, to), `${nameOf(from)} is now ${to + 1} of ${items.length}`)
      setFocus(to < from ? [act('up', to), act('down', to)] : [act('down', to), act('up', to)])
    },
  }
}

function focusFirst(selectors: readonly string[]): void {
  const found = selectors.map((selector) => document.querySelector<HTMLButtonElement>(selector))
  found.find((element) => element !== null && !element.disabled)?.focus()
}

function moved<Item>(items: readonly Item[], from: number, to: number): readonly Item[] {
  return items.toSpliced(from, 1).toSpliced(to, 0, ...items.slice(from, from + 1))
}
