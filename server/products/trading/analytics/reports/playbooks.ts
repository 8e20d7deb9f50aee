import { Type } from 'typebox'
import { idOf, object } from '../../../../kernel/http/schema.ts'
import type { Id } from '../../../../kernel/id.ts'
import type { Report } from '../report.ts'
import { maybeNumber } from '../shapes.ts'
import {
  emptyTally,
  ratio,
  type Tally,
  tallies,
  tallyDefinitions,
  tallyOf,
  tallyShape,
  tallyTotal,
  writtenTally,
} from '../tally.ts'

const row = object({
  playbookId: idOf('playbook'),
  ...tallyShape,
  share: { ...maybeNumber, description: 'Of all trades' },
})

const playbooksProperties = {
  playbooks: Type.Array(row),
  without: { ...tallyTotal, description: 'Trades by no playbook' },
  total: tallyTotal,
}

/** Results by the playbook that a trade was taken by; how far its rules were kept is told by GET /api/trading/playbooks/{id}/adherence. */
export const playbooksReport: Report<Record<never, never>, typeof playbooksProperties> = {
  name: 'playbooks',
  query: {},
  definitions: { ...tallyDefinitions, share: 'playbook.share' },
  properties: playbooksProperties,
  compute(selection) {
    const { scale } = selection.results
    const total = tallyOf(selection)
    const by = tallies(selection, ({ playbookId }) => [playbookId])
    const named = [...by].filter((entry): entry is [Id<'playbook'>, Tally] => entry[0] !== null)
    const none = by.get(null)
    return {
      playbooks: named
        .sort(([, left], [, right]) => (left.money > right.money ? -1 : 1))
        .map(([playbookId, tally]) => ({ playbookId, ...writtenTally(tally, scale), share: ratio(tally.n, total.n) })),
      without: writtenTally(none ?? emptyTally(), scale),
      total: writtenTally(total, scale),
    }
  },
}
