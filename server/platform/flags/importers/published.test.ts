import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, test } from 'node:test'
import { type Context, compile, type Evaluator, type Json } from '@plinth/sdk/flags'
import { importEppo } from './eppo.ts'
import { importFlagd } from './flagd.ts'
import { importFlagsmith } from './flagsmith.ts'
import { importGrowthBook } from './growthbook.ts'
import type { Imported } from './imported.ts'
import { importUnleash } from './unleash.ts'

const folder = join(import.meta.dirname, '../../../../../shared/fixtures/flags')
const clock = Date.parse('2026-11-22T12:00:00Z')

/** The files of a suite, or why they are not there. */
function suite(pattern: string): { files: string[]; skip: string | false } {
  const files = globSync(join(folder, pattern)).sort()
  return { files, skip: files.length === 0 ? `no ${pattern} at ${folder}` : false }
}

const jsonOf = (file: string): Json => JSON.parse(readFileSync(file, 'utf8')) as Json

function evaluatorOf({ flags, segments }: Imported): Evaluator {
  return compile({ environment: 'test', revision: 1, flags, segments }, { now: () => clock })
}

/** Runs every case of a file and tells all that differ at once. */
function assertAll<Case>(cases: readonly Case[], differs: (one: Case) => string | null): void {
  const different = cases.flatMap((one) => differs(one) ?? [])
  assert.equal(
    different.length,
    0,
    `${different.length} of ${cases.length} differ:\n${different.slice(0, 20).join('\n')}`,
  )
}

const same = (a: unknown, b: unknown): boolean => {
  try {
    assert.deepEqual(a, b)
    return true
  } catch {
    return false
  }
}

describe("Unleash's client specification", () => {
  const { files, skip } = suite('unleash-client-specification/[0-9]*.json')
  type Expected = boolean | { name: string; enabled: boolean; payload?: { value: string }; feature_enabled?: boolean }
  type Case = { description: string; context: Record<string, Json>; toggleName: string; expectedResult: Expected }

  const contextOf = ({ properties = {}, userId, ...fields }: Record<string, Json>): Context => ({
    ...(properties as Record<string, Json>),
    ...fields,
    ...(userId === undefined ? {} : { targetingKey: String(userId) }),
  })

  test('is there', { skip }, () => assert.ok(files.length > 0))
  for (const file of files) {
    test(basename(file), () => {
      const published = jsonOf(file) as unknown as { tests?: Case[]; variantTests?: Case[] }
      const imported = importUnleash(published as unknown as Json)
      const evaluator = evaluatorOf(imported)
      assertAll([...(published.tests ?? []), ...(published.variantTests ?? [])], (one) => {
        const served = evaluator.evaluate(one.toggleName, contextOf(one.context))
        const isOn = served.ruleId !== null
        const told = `${one.description}: ${JSON.stringify(served)} for ${JSON.stringify(one.expectedResult)}`
        if (typeof one.expectedResult === 'boolean') return isOn === one.expectedResult ? null : told
        const { name, payload, feature_enabled: enabled = one.expectedResult.enabled } = one.expectedResult
        const hasVariant = isOn && served.variant !== null && served.variant !== 'on'
        const isSame =
          (hasVariant ? served.variant?.replace(/-\d+$/, '') === name.replace(/-\d+$/, '') : name === 'disabled') &&
          isOn === enabled &&
          (payload === undefined || String(served.value) === payload.value || same(served.value, parsed(payload.value)))
        return isSame ? null : told
      })
    })
  }
})

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

describe("GrowthBook's cases", () => {
  const { files, skip } = suite('growthbook/cases.json')
  const cases = files.length === 0 ? {} : (jsonOf(files[0] ?? '') as unknown as Record<string, unknown[][]>)
  type Fields = Record<string, Json>
  type Told = { value: Json; source?: string; ruleId?: string; experimentResult?: Fields }

  const each = (name: string, differs: (...one: never[]) => string | null): void => {
    test(name, { skip }, () =>
      assertAll(cases[name] ?? [], (one) => {
        const told = differs(...(one as never[]))
        return told === null ? null : `${JSON.stringify(one).slice(0, 400)}: ${told}`
      }),
    )
  }

  /** Whether the attribute passes a condition, by a feature with one rule. */
  const passes = (condition: Json, attributes: Fields, savedGroups: Json = {}): boolean => {
    const features = { asked: { defaultValue: false, rules: [{ condition, force: true }] } }
    return evaluatorOf(importGrowthBook({ features, savedGroups })).evaluate('asked', attributes).value === true
  }
  each('evalCondition', (...one: [string, Json, Fields, boolean, Json?]) => {
    const [, condition, attributes, expected, groups] = one
    return passes(condition, attributes, groups) === expected ? null : `not ${expected}`
  })

  /** The bucket of a value, read off the tester. */
  const bucketOf = (seed: string, value: string, hashVersion: Json): number | null => {
    const features = { asked: { rules: [{ variations: [0, 1], seed, hashVersion }] } }
    const told = evaluatorOf(importGrowthBook({ features })).explain('asked', { id: value })
    return told?.rules[0]?.outcome === 'condition' ? null : (told?.rules[0]?.split?.bucket ?? null)
  }
  each('hash', (seed: string, value: string, version: number, expected: number | null) => {
    const bucket = bucketOf(seed, value, version)
    // An empty seed means the feature's own key, which the hash alone does not know.
    return seed === '' || value === '' || bucket === expected ? null : String(bucket)
  })

  each('getBucketRange', (_name: string, [count, coverage, weights]: [number, number, Json], expected: number[][]) => {
    const variations = Array.from({ length: count }, (_, at) => at)
    const features = { asked: { rules: [{ variations, coverage, ...(weights === null ? {} : { weights }) }] } }
    const serve = importGrowthBook({ features }).flags[0]?.rules[0]?.serve
    const ranges = serve && 'split' in serve ? serve.split.weights.map(({ range }) => range) : []
    const isNear = ranges.flat().every((edge, at) => Math.abs((edge ?? 0) - (expected.flat()[at] ?? 9)) < 1e-6)
    return isNear && ranges.length === expected.length ? null : JSON.stringify(ranges)
  })

  each('inNamespace', (_name: string, id: string, namespace: Json, expected: boolean) => {
    const features = { asked: { rules: [{ variations: [0, 1], namespace }] } }
    const { ruleId } = evaluatorOf(importGrowthBook({ features })).evaluate('asked', { id })
    return (ruleId !== null) === expected ? null : String(ruleId)
  })

  /** The outcome of a feature: its value, where it came from, and which variation. */
  const differs = (payload: Fields, key: string, expected: Told): string | null => {
    const evaluator = evaluatorOf(importGrowthBook(payload))
    const attributes = (payload.attributes ?? {}) as Context
    const served = evaluator.evaluate(key, attributes)
    const told = JSON.stringify(served)
    if (!same(served.value ?? null, expected.value)) return told
    if (expected.source === 'experiment' && served.experiment === undefined) return told
    if (expected.source === 'force' && (served.ruleId === null || served.experiment !== undefined)) return told
    if (expected.source === 'defaultValue' && served.ruleId !== null) return told
    if (expected.ruleId && served.ruleId !== expected.ruleId) return told
    const bucket = expected.experimentResult?.bucket
    const rule = evaluator.explain(key, attributes)?.rules.find(({ outcome }) => outcome === 'served')
    return bucket === undefined || rule?.split?.bucket === bucket ? null : `bucket ${rule?.split?.bucket}`
  }
  each('feature', (_name: string, payload: Fields, key: string, expected: Told) => differs(payload, key, expected))
  each('contextualBandit', (_name: string, payload: Fields, key: string, expected: Told) =>
    differs(payload, key, expected),
  )

  /** What the program that asks decides about an experiment, and no evaluator. */
  const outside = ['url', 'qaMode', 'enabled', 'overrides', 'groups', 'urlPatterns', 'force', 'include', 'manual']
  each('run', (...[, context, experiment, value, isIn]: [string, Fields, Fields, Json, boolean]) => {
    if (outside.some((name) => name in context || name in experiment)) return null
    const key = String(experiment.key)
    const features = { ...(context.features as Fields), [key]: { rules: [experiment] } } as Json
    const served = evaluatorOf(importGrowthBook({ ...context, features })).evaluate(key, context.attributes as Context)
    if (!isIn) return served.ruleId === null ? null : JSON.stringify(served)
    return same(served.value, value) ? null : JSON.stringify(served)
  })

  type Doc = { attributeName: string; attributeValue: string; assignments: Record<string, string> }
  each('stickyBucket', (...one: [string, Fields, Doc[], string, { value: Json } | null, Record<string, Doc>]) => {
    const [, payload, docs, key, expected, after] = one
    const named = (doc: Doc): Record<string, string> =>
      Object.fromEntries(
        Object.entries(doc.assignments).map(([kept, variation]) => [kept, `${kept.split('__')[0]}:${variation}`]),
      )
    const given = Object.fromEntries(docs.map((doc) => [`${doc.attributeName}||${doc.attributeValue}`, named(doc)]))
    const evaluator = evaluatorOf(importGrowthBook(payload))
    const served = evaluator.evaluate(key, payload.attributes as Context, given)
    const told = JSON.stringify(served)
    if (expected === null) return served.experiment === undefined ? null : told
    if (!same(served.value, expected.value)) return told
    const { assignment } = served
    if (assignment) given[assignment.unit] = { ...given[assignment.unit], [assignment.stickyKey]: assignment.variant }
    const wanted = Object.fromEntries(Object.entries(after).map(([unit, doc]) => [unit, named(doc)]))
    return Object.entries(wanted).every(([unit, kept]) => same(given[unit], kept))
      ? null
      : `${told} ${JSON.stringify(given)}`
  })
})

describe("Flagsmith's engine data", () => {
  const { files, skip } = suite('flagsmith-engine-test-data/**/test_*.json*')
  type Expected = { enabled: boolean; value: Json }
  type Case = {
    context: Record<string, Record<string, Json>>
    result: { flags: Record<string, Expected>; segments: { name: string }[] }
  }

  test('is there', { skip }, () => assert.ok(files.length > 0))
  for (const file of files) {
    test(basename(file), () => {
      const { context, result } = withoutComments(readFileSync(file, 'utf8')) as Case
      const imported = importFlagsmith(context as Json, { identityKeys: 'attribute' })
      const flags = [...imported.flags, ...imported.segments.map(({ key }) => askingFor(key))]
      const evaluator = evaluatorOf({ ...imported, flags })
      const { identifier, key, traits } = context.identity ?? {}
      const composite = `${String(context.environment?.key)}_${String(identifier)}`
      const caller = { ...(traits as Record<string, Json>), targetingKey: identifier, identityKey: key || composite }
      const asked = (context.identity ? caller : {}) as Context
      assertAll(Object.entries(result.flags), ([name, expected]) => {
        const served = evaluator.evaluate(name, asked)
        const flag = imported.flags.find((one) => one.key === name)
        const variant = flag?.variants.find((one) => one.key === served.variant)
        const isOn = flag?.type === 'boolean' && expected.value === null ? served.value === true : !variant?.isOff
        const isSame = isOn === expected.enabled && (expected.value === null || same(variant?.value, expected.value))
        return isSame ? null : `${name}: ${JSON.stringify(served)} for ${JSON.stringify(expected)}`
      })
      const within = imported.segments.filter((one) => evaluator.evaluate(`in ${one.key}`, asked).value === true)
      assert.deepEqual(
        within.map(({ title }) => title),
        result.segments.map(({ name }) => name),
      )
    })
  }
})

describe("flagd's testbed and OpenFeature's own", () => {
  const { files, skip } = suite('{flagd-testbed,openfeature-spec}/**/*.json')
  type Fields = Record<string, Json>
  type Typed = { readonly type?: string; readonly raw?: string; readonly value?: Json }
  type Case = {
    flag: string
    type?: string
    fallback?: Json
    context?: Fields
    contextTyped?: Record<string, Typed>
    expect?: { value?: Json; reason?: string; variant?: string; errorCode?: string }
    tags?: string[]
  }
  const listOf = (json: Json): Case[] => {
    const list = Array.isArray(json) ? json : Object.values(json as Fields).find(Array.isArray)
    return ((list ?? []) as unknown as Case[]).filter((one) => typeof one?.flag === 'string' && one.expect)
  }
  const documents = files.map((file) => [file, jsonOf(file) as Fields] as const)
  const flagFiles = documents.filter(([, json]) => 'flags' in json && listOf(json as Json).length === 0)

  /** The flags beside the cases: those of the evaluator have a file of their own, those of providers are spread over many. */
  const flagsFor = (cases: string): Json => {
    const suiteOf = (file: string) => file.slice(folder.length).split('/')[1]
    const beside = flagFiles.filter(([file]) => suiteOf(file) === suiteOf(cases))
    const isKit = ([file]: readonly [string, Fields]) => basename(file).startsWith('testkit')
    const wanted = beside.filter((one) => isKit(one) === basename(cases).startsWith('evaluator'))
    const merged = (name: string) =>
      Object.assign({}, ...(wanted.length > 0 ? wanted : beside).map(([, one]) => one[name]))
    return { flags: merged('flags'), $evaluators: merged('$evaluators') }
  }
  const isOfType = (value: unknown, type = ''): boolean =>
    ({ boolean: 'boolean', string: 'string', integer: 'number', float: 'number', object: 'object' })[
      type.toLowerCase()
    ] === typeof value
  const isTold = (value: unknown, expected: Json): boolean =>
    same(value, expected) || (typeof expected === 'string' && same(value, parsed(expected.replaceAll('\\"', '"'))))

  test('is there', { skip }, () => assert.ok(flagFiles.length > 0))
  for (const [file, json] of documents) {
    const cases = listOf(json as Json).filter(
      ({ tags = [] }) => !tags.some((tag) => /fractional-v1|deprecated/.test(tag)),
    )
    if (cases.length === 0) continue
    test(basename(file), () => {
      const flags = flagsFor(file)
      const evaluators = {
        v2: evaluatorOf(importFlagd(flags)),
        v3: evaluatorOf(importFlagd(flags, { fractional: 'v3' })),
      }
      assertAll(cases, ({ flag, type, fallback, context = {}, contextTyped = {}, expect = {}, tags = [] }) => {
        const big = Object.entries(contextTyped).filter(([, { raw }]) => raw !== undefined && /^-?\d{16,}$/.test(raw))
        const asked = { ...context, ...Object.fromEntries(big.map(([name, { raw }]) => [name, Number(raw)])) }
        const isThird = tags.some((tag) => tag.includes('fractional-v3'))
        const served = evaluators[isThird ? 'v3' : 'v2'].evaluate(flag, asked as Context)
        const isMistaken = served.value !== undefined && !isOfType(served.value, type)
        const errorCode = isMistaken ? 'TYPE_MISMATCH' : served.errorCode
        const value = served.value === undefined || isMistaken ? fallback : served.value
        const isSame =
          (expect.value === undefined || isTold(value, expect.value)) &&
          (!expect.reason || (isMistaken ? 'ERROR' : served.reason) === expect.reason) &&
          (!expect.variant || served.variant === expect.variant) &&
          (!expect.errorCode || errorCode === expect.errorCode)
        return isSame
          ? null
          : `${flag} ${JSON.stringify(asked)}: ${JSON.stringify(served)} for ${JSON.stringify(expect)}`
      })
    })
  }
})

/** A flag that tells whether a caller is in a segment. */
function askingFor(segment: string): Imported['flags'][number] {
  return {
    key: `in ${segment}`,
    title: '',
    description: '',
    type: 'boolean',
    variants: [{ key: 'on', value: true }],
    enabled: true,
    offVariant: null,
    prerequisites: [],
    rules: [{ id: 'in', condition: { segment }, serve: { variant: 'on' } }],
    fallthrough: null,
    isPublic: false,
  }
}

/** JSON with comments and trailing commas, which are left out of texts' reach. */
function withoutComments(text: string): unknown {
  const bare = text.replace(
    /("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g,
    (_, kept: string | undefined) => kept ?? '',
  )
  return JSON.parse(bare.replace(/("(?:[^"\\]|\\.)*")|,(?=\s*[\]}])/g, (_, kept: string | undefined) => kept ?? ''))
}

describe("Eppo's test data", () => {
  const { files, skip } = suite('eppo-sdk-test-data/**/*.json')
  const configuration = files.find(
    (file) => /^flags-v1\.json$/.test(basename(file)) && 'flags' in (jsonOf(file) as object),
  )
  type Case = {
    flag: string
    defaultValue: Json
    subjects: { subjectKey: string; subjectAttributes: Record<string, Json>; assignment: Json }[]
  }
  const cases = files.map((file) => [basename(file), jsonOf(file) as unknown as Case] as const)
  const known = new Set(
    Object.keys(configuration === undefined ? {} : (jsonOf(configuration) as { flags: object }).flags),
  )

  test('is there', { skip }, () => assert.ok(configuration !== undefined))
  for (const [name, { flag, defaultValue, subjects }] of cases) {
    if (!Array.isArray(subjects) || defaultValue === undefined || !known.has(flag)) continue
    test(name, () => {
      const evaluator = evaluatorOf(importEppo(jsonOf(configuration ?? '')))
      assertAll(subjects, ({ subjectKey, subjectAttributes, assignment }) => {
        const served = evaluator.evaluate(flag, { ...subjectAttributes, targetingKey: subjectKey })
        const value = served.value === undefined ? defaultValue : served.value
        return same(value, assignment)
          ? null
          : `${subjectKey}: ${JSON.stringify(served)} for ${JSON.stringify(assignment)}`
      })
    })
  }
})
