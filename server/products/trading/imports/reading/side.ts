import { type Decimal, signOf } from '../../../../kernel/decimal.ts'
import type { Side } from '../../ledger/tables.ts'
import type { FillRule, SideRule } from './profile.ts'
import { RowFault } from './refusal.ts'
import { type Cells, cellOf, numberCell, type Scope } from './scope.ts'

/** Compiles which way a fill goes: by a text, by the sign of a number or of money, or as the rule says. Throws RowFault when nothing tells. */
export function sideReader(rule: SideRule | undefined, scope: Scope): (cells: Cells) => Side {
  const { constant, starts = false } = rule ?? {}
  if (constant !== undefined) return () => (constant === 'buy' ? 1 : -1)
  const told = rule?.sign ?? rule?.money
  if (told !== undefined) {
    const number = numberCell(told, scope)
    const direction = rule?.money === undefined ? 1 : -1
    return (cells) => sideOfSign(number(cells), direction, told)
  }
  const cell = cellOf(rule?.column, scope)
  const choose = chooser({ 1: rule?.buy ?? [], '-1': rule?.sell ?? [] }, starts)
  return (cells) => {
    const side = choose(cell.of(cells))
    if (side === null) throw new RowFault('side-unknown', cell.column)
    return side === '1' ? 1 : -1
  }
}

/** Compiles what a fill does to the position, if the file says so. */
export function effectReader(rule: FillRule['effect'], scope: Scope): (cells: Cells) => 'open' | 'close' | null {
  if (rule === undefined) return () => null
  const cell = cellOf(rule.column, scope)
  const choose = chooser({ open: rule.open, close: rule.close }, rule.starts ?? false)
  return (cells) => {
    const effect = choose(cell.of(cells))
    return effect === 'open' || effect === 'close' ? effect : null
  }
}

function sideOfSign(number: Decimal | null, direction: 1 | -1, column: string): Side {
  if (number === null || number.units === 0n) throw new RowFault('side-unknown', column)
  return signOf(number) === direction ? 1 : -1
}

/** Which of the names a text belongs to: as a whole, or by how it begins. */
function chooser(
  choices: Readonly<Record<string, readonly string[]>>,
  starts: boolean,
): (text: string) => string | null {
  const names = Object.entries(choices).flatMap(([name, texts]) =>
    texts.map((text) => [text.toLowerCase(), name] as const),
  )
  const exact = new Map(names)
  return (given) => {
    const text = given.toLowerCase()
    if (!starts) return exact.get(text) ?? null
    return names.find(([beginning]) => text.startsWith(beginning))?.[1] ?? null
  }
}
