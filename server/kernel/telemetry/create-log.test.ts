import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'

const CHILD = fileURLToPath(new URL('./log-child.test-support.ts', import.meta.url))
const written = (format: string): string => execFileSync(process.execPath, [CHILD, format], { encoding: 'utf8' })

describe('the log', () => {
  const lines = written('json').trimEnd().split('\n')
  const records = lines.map((line) => JSON.parse(line) as Record<string, unknown>)

  test('is one JSON object a line, with time, level, message and version', () => {
    assert.deepEqual(
      records.map((record) => record.message),
      ['plain', 'with an error', 'with a cause', 'with something thrown that is no error'],
    )
    for (const record of records) {
      assert.match(String(record.time), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
      assert.match(String(record.level), /^(info|warn|error)$/)
      assert.equal(record.version, '1.2.3')
    }
  })

  test('escapes what would break or colour a line', () => {
    assert.ok(!lines.some((line) => line.includes('\u001b')))
    assert.equal(records[0]?.at, 'line\nbreak and \u001b[31mred and \u2028')
  })

  test('tells of an error its name, message, code, stack and cause, and no other property', () => {
    const error = records[1]?.error as Record<string, unknown>
    assert.deepEqual(Object.keys(error).sort(), ['code', 'message', 'name', 'stack'])
    assert.equal(records[1]?.requestId, 'r-1')
    const { cause } = (records[2]?.error as { cause?: { message: string } }) ?? {}
    assert.equal(cause?.message, 'the cause')
    assert.doesNotMatch(lines.join('\n'), /canary/)
  })

  test('is short text for a person when asked', () => {
    const text = written('text')
    assert.match(text, /^\d\d:\d\d:\d\d info {2}plain \{"at":"line\\nbreak/m)
    assert.match(text, /^\d\d:\d\d:\d\d warn {2}with an error \{"requestId":"r-1"\}\nError: lost\n/m)
    assert.doesNotMatch(text, /canary/)
  })
})
