import { compare } from '../../../../kernel/decimal.ts'
import type { MatchingMethod, Side } from '../tables.ts'
import type { OpenLot, Writable } from './position.ts'

export type Lot = Writable<OpenLot>

/** The lots of one position, in the order in which exits consume them. */
export interface LotBook {
  add(lot: Lot): void
  /** The lot that the next exit takes of. */
  next(): Lot | undefined
  /** Removes that lot. */
  drop(): void
  /** All that remain, oldest first. */
  lots(): Lot[]
}

/** The book of a method over copies of `lots`, which are given oldest first. */
export function lotBook(method: MatchingMethod, side: Side, lots: readonly OpenLot[]): LotBook {
  const book = method === 'HIFO' ? dearestFirst(side) : method === 'LIFO' ? newestFirst() : oldestFirst()
  for (const lot of lots) book.add({ ...lot })
  return book
}

function oldestFirst(): LotBook {
  const queue: Lot[] = []
  let head = 0
  return {
    add: (lot) => {
      queue.push(lot)
    },
    next: () => queue[head],
    drop: () => {
      head += 1
    },
    lots: () => queue.slice(head),
  }
}

function newestFirst(): LotBook {
  const stack: Lot[] = []
  return {
    add: (lot) => {
      stack.push(lot)
    },
    next: () => stack.at(-1),
    drop: () => {
      stack.pop()
    },
    lots: () => stack.slice(),
  }
}

interface Aged {
  readonly lot: Lot
  /** Grows with each lot: of equal prices the oldest goes first. */
  readonly age: number
}

/** The entry that realises the least gain first: a binary heap by the highest price of long lots, the lowest of short ones. */
function dearestFirst(side: Side): LotBook {
  const heap: Aged[] = []
  let added = 0
  const isBefore = (left: Aged, right: Aged): boolean => {
    const order = compare(left.lot.price, right.lot.price)
    return order === 0 ? left.age < right.age : order === side
  }
  return {
    add: (lot) => {
      heap.push({ lot, age: added })
      added += 1
      siftUp(heap, isBefore)
    },
    next: () => heap[0]?.lot,
    drop: () => {
      const last = heap.pop()
      if (last === undefined || heap.length === 0) return
      heap[0] = last
      siftDown(heap, isBefore)
    },
    lots: () => [...heap].sort((left, right) => left.age - right.age).map(({ lot }) => lot),
  }
}

type IsBefore = (left: Aged, right: Aged) => boolean

function siftUp(heap: Aged[], isBefore: IsBefore): void {
  let at = heap.length - 1
  const moved = heap[at]
  if (moved === undefined) return
  while (at > 0) {
    const above = (at - 1) >> 1
    const parent = heap[above]
    if (parent === undefined || !isBefore(moved, parent)) break
    heap[at] = parent
    at = above
  }
  heap[at] = moved
}

function siftDown(heap: Aged[], isBefore: IsBefore): void {
  const moved = heap[0]
  if (moved === undefined) return
  let at = 0
  for (;;) {
    const left = heap[2 * at + 1]
    const right = heap[2 * at + 2]
    if (left === undefined) break
    const isRight = right !== undefined && isBefore(right, left)
    const child = isRight ? right : left
    if (!isBefore(child, moved)) break
    heap[at] = child
    at = 2 * at + (isRight ? 2 : 1)
  }
  heap[at] = moved
}
