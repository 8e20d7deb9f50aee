import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'

interface Shape {
  readonly type: string
  readonly required?: readonly string[]
  readonly members?: Readonly<Record<string, { readonly shape: string }>>
  readonly member?: { readonly shape: string }
  readonly enum?: readonly string[]
  readonly min?: number
  readonly max?: number
  readonly pattern?: string
}
interface Model {
  readonly operations: Readonly<Record<string, { readonly [side in 'input' | 'output']: { readonly shape: string } }>>
  readonly shapes: Readonly<Record<string, Shape>>
}

const MODEL = JSON.parse(
  readFileSync(new URL('../../fixtures/secrets/aws-secretsmanager.json', import.meta.url), 'utf8'),
) as Model

/** Throws where a value is not what AWS's model of the operation says. */
export function assertShape(operation: string, side: 'input' | 'output', value: unknown): void {
  const shape = MODEL.operations[operation]?.[side].shape
  assert.ok(shape, `AWS has no operation ${operation}`)
  check(shape, value, `${operation} ${side}`)
}

function check(name: string, value: unknown, at: string): void {
  const shape = MODEL.shapes[name]
  assert.ok(shape, `${at}: no shape ${name}`)
  if (shape.type === 'structure') {
    checkMembers(shape, value, at)
    return
  }
  if (shape.type === 'list') {
    assert.ok(Array.isArray(value), `${at} is a list`)
    for (const [index, one] of value.entries()) check(shape.member?.shape ?? '', one, `${at}[${index}]`)
    return
  }
  if (shape.type === 'string' || shape.type === 'blob') {
    assert.ok(typeof value === 'string', `${at} is a string`)
    assert.ok(value.length >= (shape.min ?? 0) && value.length <= (shape.max ?? 1e9), `${at} has a length allowed`)
    if (shape.enum !== undefined) assert.ok(shape.enum.includes(value), `${at} is one of ${shape.enum.join()}`)
    if (shape.pattern !== undefined) assert.match(value, new RegExp(`^(?:${shape.pattern})$`), at)
    return
  }
  assert.equal(typeof value, shape.type === 'boolean' ? 'boolean' : 'number', at)
}

function checkMembers({ members = {}, required = [] }: Shape, value: unknown, at: string): void {
  assert.ok(typeof value === 'object' && value !== null, `${at} is an object`)
  for (const name of required) assert.ok(name in value, `${at} has ${name}`)
  for (const [name, one] of Object.entries(value)) {
    const member = members[name]
    assert.ok(member, `${at} has no member ${name}`)
    check(member.shape, one, `${at}.${name}`)
  }
}
