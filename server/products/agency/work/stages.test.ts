import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { transitions } from './stages.ts'
import { type Stage, stages } from './tables.ts'

const steps = stages.flatMap((from) => Object.keys(transitions[from]).map((to) => `${from} ${to}`))

describe('the stage machine', () => {
  test('has the twelve stages of the domain, three of which are ends', () => {
    assert.deepEqual(Object.keys(transitions).sort(), [...stages].sort())
    assert.equal(stages.length, 12)
    const ends = stages.filter((stage) => Object.keys(transitions[stage]).length === 0)
    assert.deepEqual(ends, ['completed', 'cancelled', 'rejected'])
  })

  test('is the same in the database as in the program', () => {
    const sql = readFileSync(new URL('../migrations/0010_requests.sql', import.meta.url), 'utf8')
    const inserted = /INSERT INTO agency.request_transition[^;]+;/.exec(sql)?.[0] ?? ''
    const stored = [...inserted.matchAll(/\('(\w+)', '(\w+)'\)/g)].map(([, from, to]) => `${from} ${to}`)
    assert.deepEqual(stored.sort(), [...steps].sort())
  })

  test('reaches every stage from the first, and an end from every stage', () => {
    const reached = (from: Stage, seen = new Set<Stage>()): Set<Stage> => {
      if (seen.has(from)) return seen
      seen.add(from)
      for (const to of Object.keys(transitions[from]) as Stage[]) reached(to, seen)
      return seen
    }
    assert.deepEqual([...reached('request_submitted')].sort(), [...stages].sort())
    for (const stage of stages)
      assert.ok(reached(stage).has('cancelled') || Object.keys(transitions[stage]).length === 0)
  })
})
