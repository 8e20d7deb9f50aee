type Json = Record<string, unknown>

interface Operation {
  operationId: string
  summary: string
  'x-permission': string
  'x-rate-class': string
  'x-idempotent'?: string
  'x-problems'?: string[]
  parameters: { name: string; in: string; required: boolean }[]
  requestBody?: { content: Record<string, { schema: Json }> }
  responses: Record<string, { content?: Record<string, { schema: Json }> }>
}

/** Text made safe inside HTML elements and double-quoted attributes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

function shell(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escapeHtml(title)}</title><link rel="stylesheet" href="/api/docs.css"></head><body>${body}</body></html>`
}

/** The human page of the contract: every operation by unit, without script. */
export function docsPage(document: Json): string {
  const paths = document.paths as Record<string, Record<string, Operation>>
  const { schemas } = document.components as { schemas: Record<string, Json> }
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
  const units = [...new Set(operations.map((one) => one.operation.operationId.split('.')[0] ?? ''))].sort()
  const sections = units.map((unit) => {
    const own = operations.filter((one) => one.operation.operationId.startsWith(`${unit}.`))
    return `<h2 id="${escapeHtml(unit)}">${escapeHtml(unit)}</h2>${own.map(operationSection).join('')}`
  })
  const shapes = Object.entries(schemas).map(([name, shape]) => `<h3 id="${name}">${name}</h3>${shapeText(shape)}`)
  const links = units.map((unit) => `<a href="#${escapeHtml(unit)}">${escapeHtml(unit)}</a>`).join(' · ')
  return shell(
    'Plinth API',
    `<h1>Plinth API</h1><p class="muted">The same as a document: <a href="/api/openapi.json">openapi.json</a></p><p>${links} · <a href="#shapes">shapes</a></p>${sections.join('')}<h2 id="shapes">Shapes</h2>${shapes.join('')}`,
  )
}

function operationSection({ path, method, operation }: { path: string; method: string; operation: Operation }): string {
  const facts = [
    ['Operation', operation.operationId],
    ['Permission', operation['x-permission']],
    ['Rate class', operation['x-rate-class']],
    ['Idempotency', operation['x-idempotent'] ?? 'no key'],
    [
      'Parameters',
      operation.parameters.map((one) => `${one.name} (${one.in}${one.required ? ', required' : ''})`).join(', ') ||
        'none',
    ],
    ['Problems', (operation['x-problems'] ?? []).join(', ') || 'those of every route'],
  ]
  const rows = facts
    .map(
      ([name, value]) => `<tr><th>${escapeHtml(name ?? '')}</th><td><code>${escapeHtml(value ?? '')}</code></td></tr>`,
    )
    .join('')
  const body = operation.requestBody?.content['application/json']?.schema
  const success = Object.entries(operation.responses).find(([status]) => status !== 'default')
  const answer = success?.[1].content?.['application/json']?.schema
  const schema = (title: string, value: Json | undefined) =>
    value === undefined ? '' : `<p>${title}</p>${shapeText(value)}`
  return `<details><summary><span class="method">${method.toUpperCase()}</span> <code>${escapeHtml(path)}</code> <span class="muted">${escapeHtml(operation.summary)}</span></summary><table>${rows}</table>${schema('Body', body)}${schema(`Answer ${success?.[0] ?? ''}`, answer)}</details>`
}

/** A shape in which names of others lead to them. */
function shapeText(shape: Json): string {
  const text = escapeHtml(JSON.stringify(shape, null, 2))
  return `<pre>${text.replaceAll(/#\/components\/schemas\/(\w+)/g, '<a href="#$1">$&</a>')}</pre>`
}

/** The page a problem's `type` points to. */
export function problemPage(code: string, spec: { status: number; title: string; detail?: string }): string {
  return shell(
    code,
    `<h1>${escapeHtml(spec.title)}</h1><p><code>${escapeHtml(code)}</code>, status ${spec.status}</p><p>${escapeHtml(spec.detail ?? '')}</p><p><a href="/api/docs">API</a></p>`,
  )
}
