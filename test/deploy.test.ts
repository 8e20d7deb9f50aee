import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { describe, test } from 'node:test'
import { VARIABLES } from '../server/kernel/config/variables.ts'
import { createMetrics } from '../server/kernel/telemetry/metrics.ts'
import { requirement } from './support/requirements.ts'
import { readTree, repositoryRoot } from './support/source-tree.ts'

const tree = readTree(repositoryRoot)
const text = (path: string): string => readFileSync(join(repositoryRoot, path), 'utf8')
const documents = [...tree].filter(([path]) => path.endsWith('.md'))
const rules = text('deploy/prometheus/rules.yml')
const alerts = [...rules.matchAll(/^\s+- alert: (\w+)$/gm)].map(([, name = '']) => name)

/** Names in PromQL that are neither functions, labels nor values: what stands before a brace, a bracket, an operator or an end. */
function metricsOf(expression: string): string[] {
  const bare = expression
    .replace(/"[^"]*"/g, '')
    .replace(/\{[^}]*\}/g, '{}')
    .replace(/\b(by|without|on)\s*\([^)]*\)/g, '')
    .replace(/\$\w+/g, '')
  return [...bare.matchAll(/[a-z][a-z0-9_:]*(?![a-z0-9_:]*\s*\()/gi)].map(([name]) => name).filter(isMetric)
}

const words = new Set(['and', 'or', 'unless', 'offset', 'by', 'sum', 'max'])
const isMetric = (name: string): boolean => name.includes('_') && !words.has(name) && !name.startsWith('plinth:')

/** Every series the process exports: a histogram has three. `up` is Prometheus's own. */
async function exportedSeries(): Promise<Set<string>> {
  const metrics = await createMetrics('test').registry.getMetricsAsJSON()
  return new Set(
    metrics.flatMap(({ name, type }) =>
      String(type) === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
    ),
  )
}

/** GitHub's anchor of a heading. */
function anchors(markdown: string): Set<string> {
  const headings = [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading)
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\w\- ]/g, '')
        .replaceAll(' ', '-'),
    ),
  )
}

describe('rules and dashboard', () => {
  test('metrics are read out of an expression, functions and labels are not', () => {
    const expression =
      'sum by (le, queue) (rate(job_duration_seconds_bucket{queue="a_b"}[5m])) / clamp_min(x_y, 0.1) > z_count'
    assert.deepEqual(metricsOf(expression), ['job_duration_seconds_bucket', 'x_y', 'z_count'])
  })

  test('every metric they name is exported by the process', async () => {
    const exported = await exportedSeries()
    const expressions = [...rules.matchAll(/expr: (.+)$/gm)].map(([, expression = '']) => expression)
    const dashboard = text('deploy/grafana/plinth.json')
    const panels = [...dashboard.matchAll(/"expr": ("(?:[^"\\]|\\.)*")/g)].map(([, json = '']) =>
      String(JSON.parse(json)),
    )
    const named = [...expressions, ...panels].flatMap(metricsOf)
    assert.ok(expressions.length > 10 && panels.length > 20 && named.length > 40, 'the expressions were found')
    assert.deepEqual(
      [...new Set(named)].filter((name) => !exported.has(name)),
      [],
    )
  })

  test('every metric they name is written somewhere in the server', () => {
    const declared = [
      ...text('server/kernel/telemetry/metrics.ts').matchAll(/(\w+): (?:counter|gauge|histogram)\(\s*'(\w+)'/g),
    ]
    const server = [...tree]
      .filter(([path]) => path.startsWith('server/') && !path.includes('.test'))
      .map(([, code]) => code)
    const watched = `${rules}${text('deploy/grafana/plinth.json')}`
    const idle = declared.filter(([, member = '', name = '']) => {
      const written = new RegExp(`\\b${member}\\.(inc|set|observe)\\(`)
      return watched.includes(name) && !server.some((code) => written.test(code))
    })
    assert.ok(declared.length > 15, 'the declarations were found')
    assert.deepEqual(
      idle.map(([, , name]) => name),
      [],
    )
  })

  test('every alert has a section in the runbook, and every section an alert', () => {
    const runbook = text('docs/guides/operate.md').split('## Runbook')[1] ?? ''
    const sections = [...runbook.matchAll(/^### (\w+)$/gm)].map(([, name]) => name)
    assert.deepEqual(sections.toSorted(), alerts.toSorted())
    for (const alert of alerts)
      assert.ok(
        rules.includes(`runbook: docs/guides/operate.md#${alert.toLowerCase()}\n`),
        `${alert} names its section`,
      )
  })

  const promtool = requirement('promtool')
  test('Prometheus accepts the rules, and they fire when they ought to', { skip: promtool.skip }, () => {
    assert.ok(promtool.path !== undefined)
    const folder = join(repositoryRoot, 'deploy/prometheus')
    execFileSync(promtool.path, ['check', 'rules', 'rules.yml'], { cwd: folder, stdio: 'pipe' })
    execFileSync(promtool.path, ['test', 'rules', 'rules_test.yml'], { cwd: folder, stdio: 'pipe' })
  })
})

describe('the image', () => {
  const lines = text('deploy/Dockerfile').split('\n')
  const values = (word: string): string[] =>
    lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1))

  test('stands on named versions', () => {
    const images = values('FROM').map((line) => line.split(' ')[0] ?? '')
    assert.ok(images.length > 1, 'it is built in stages')
    for (const image of images) assert.match(image, /^[\w./-]+:\d[\w.-]*$/)
    for (const [, image = ''] of text('deploy/compose.yml').matchAll(/^ {4}image: (\S+)$/gm)) assert.match(image, /:\d/)
  })

  test('does not run as root, and is probed', () => {
    assert.deepEqual(values('USER'), ['10001:10001'])
    assert.ok(lines.indexOf('USER 10001:10001') > lines.findLastIndex((line) => line.startsWith('FROM ')))
    assert.equal(values('HEALTHCHECK').length, 1)
    assert.match(text('deploy/Dockerfile'), /\/livez/)
  })

  test('gets no secret at build', () => {
    const named = [...values('ENV'), ...values('ARG')].join(' ')
    for (const [name, { kind }] of Object.entries(VARIABLES))
      if (kind === 'secret') assert.ok(!named.includes(name), name)
  })

  test('runs on a read-only root without rights wherever it is deployed', () => {
    assert.match(text('deploy/compose.yml'), /read_only: true/)
    for (const part of ['serve', 'worker', 'migrate']) {
      const manifest = text(`deploy/kubernetes/${part}.yaml`)
      for (const line of ['readOnlyRootFilesystem: true', 'runAsNonRoot: true', 'allowPrivilegeEscalation: false'])
        assert.ok(manifest.includes(line), `${part}: ${line}`)
    }
  })
})

/** Words of compose, of the guides' own examples, of systemd, of psql, of sysexits.h and of the AWS SDK. */
const foreign = new Set([
  ...['POSTGRES_PASSWORD', 'POSTGRES_USER', 'PLINTH_PASSWORD', 'RESTORED_URL'],
  ...['API_KEY', 'KEY_ID', 'NAME_FILE', 'TARGETING_MATCH', 'PLINTH_PROPERTY_SEED', 'PLINTH_PROPERTY_CASES'],
  ...['HOST_ID', 'AF_INET', 'AF_INET6', 'AF_UNIX', 'ON_ERROR_STOP', 'WHEN_REQUIRED', 'EX_TEMPFAIL'],
])
/** Variables of settings and of secrets are named by what they are of. */
const family = /^(SETTING|PLINTH_SECRET)_/

describe('documents', () => {
  test('every relative link leads to a file, and its anchor to a heading', () => {
    const broken = documents.flatMap(([path, markdown]) =>
      [...markdown.replace(/```[\s\S]*?```/g, '').matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = '']) => {
        if (/^[a-z]+:/.test(target)) return []
        const [file = '', anchor] = target.split('#')
        const found = file === '' ? path : posix.join(dirname(path), file)
        if (!existsSync(join(repositoryRoot, found))) return [`${path}: ${target}`]
        return anchor === undefined || anchors(text(found)).has(anchor) ? [] : [`${path}: ${target}`]
      }),
    )
    assert.deepEqual(broken, [])
  })

  test('every variable they give a value to or name in code is one the program reads', () => {
    const own = /^(deploy|docs)\/|^(README|ARCHITECTURE|CONTRIBUTING|SECURITY)\.md$/
    const known = new Set(Object.keys(VARIABLES))
    const unknown = [...tree].flatMap(([path, content]) => {
      if (!own.test(path)) return []
      return [...content.matchAll(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g)].flatMap(([name]) => {
        const isKnown = known.has(name.replace(/_FILE$/, '')) || known.has(name) || family.test(name)
        return isKnown || foreign.has(name) ? [] : [`${path}: ${name}`]
      })
    })
    assert.deepEqual([...new Set(unknown)], [])
  })
})
