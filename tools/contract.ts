import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createApp } from '../server/app.ts'
import { readConfig } from '../server/kernel/config/config.ts'
import { environmentDocument, environmentExample } from '../server/kernel/config/document.ts'
import { eventsDocument, openApiDocument, problemsDocument } from '../server/kernel/http/openapi.ts'
import { kernelProblems } from '../server/kernel/kernel-problems.ts'
import { createLog } from '../server/kernel/telemetry/create-log.ts'
import { PRODUCTS } from '../server/products.ts'
import { VERSION } from '../server/version.ts'
import { jsonText } from './json-text.ts'
import { generateSdk } from './sdk/generate-sdk.ts'

const ROOT = fileURLToPath(new URL('../', import.meta.url))

/** The generated files by path below the root. */
async function documents(): Promise<Record<string, string>> {
  const app = await assembled()
  const problems = problemsDocument([...kernelProblems, ...app.units.all.flatMap((unit) => unit.problems)])
  const openApi = openApiDocument(app.http.routes, VERSION, Object.keys(problems))
  const files = {
    'contract/openapi.json': jsonText(openApi),
    'contract/problems.json': jsonText(problems),
    'contract/events.json': jsonText(eventsDocument(app.units.all)),
    'contract/env.md': environmentDocument(),
    '.env.example': environmentExample(),
    'sdk/generated.ts': generateSdk(openApi as never),
  }
  return files
}

/** The program assembled without a database: pools open no connection before the first query. */
async function assembled() {
  const config = readConfig(
    {
      NODE_ENV: 'test',
      DATA_DIR: '/tmp/plinth-contract',
      PRODUCTS: Object.keys(PRODUCTS).join(','),
      DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
    },
    { products: Object.keys(PRODUCTS), terminal: false },
  )
  const { log } = createLog({ level: 'silent', format: 'json', version: VERSION }, () => undefined)
  return await createApp({
    config,
    databaseUrl: 'postgres://nobody@127.0.0.1:1/none',
    log,
    version: VERSION,
    offline: true,
  })
}

const files = await documents()
const stale = Object.entries(files).filter(
  ([path, text]) => !existsSync(ROOT + path) || readFileSync(ROOT + path, 'utf8') !== text,
)
if (process.argv.includes('--check')) {
  for (const [path] of stale)
    process.stderr.write(`${path} is not what the code says: run \`npm run contract\` and commit it\n`)
  process.exit(stale.length === 0 ? 0 : 1)
}
mkdirSync(`${ROOT}contract`, { recursive: true })
for (const [path, text] of stale) writeFileSync(ROOT + path, text)
process.stdout.write(
  stale.length === 0 ? 'The contract is up to date.\n' : `Written: ${stale.map(([path]) => path).join(', ')}\n`,
)
process.exit(0)
