import type { Session } from '../types.ts'

type Items = Session['checklist']

const ITEM_MAX = 200
const ITEMS_MAX = 50

/** A line each; what was ticked off under the same words stays so. */
export function itemsOf(typed: string, before: Items): { text: string; done: boolean }[] {
  const lines = typed.split('\n').map((line) => line.trim().slice(0, ITEM_MAX))
  return lines
    .filter((line) => line !== '')
    .slice(0, ITEMS_MAX)
    .map((text) => ({ text, done: before.some((one) => one.text === text && one.done) }))
}

export function sessionValues({ plan, summary, moodBefore, moodAfter, checklist }: Session) {
  return {
    ...{ plan, summary, moodBefore: String(moodBefore ?? ''), moodAfter: String(moodAfter ?? '') },
    checklist: checklist.map(({ text, done }) => ({ text, done })),
  }
}
