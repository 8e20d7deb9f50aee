import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pascal, type UnitSpec, unitFiles } from './new-unit-files.ts'

const usage = 'npm run new:unit products/<name> | platform/<name>   (a lower-case word, which also names its schema)'

/** Schemas and prefixes of operations that others have: the kernel, pg-boss, PostgreSQL, identity's `auth`, operations' `jobs`. */
const taken = new Set(['kernel', 'pgboss', 'public', 'auth', 'jobs', 'constructor'])

if (process.argv[1] === import.meta.filename) {
  const root = join(import.meta.dirname, '..')
  try {
    const paths = newUnit(root, process.argv.slice(2))
    runNode(root, ['node_modules/@biomejs/biome/bin/biome', 'check', '--write', ...paths])
    runNode(root, ['tools/contract.ts'])
    console.log(`Made ${paths.join(', ')}\nNext: rename \`entry\` to a noun of the field; npm run check`)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 2
  }
}

/** Writes the unit's folder and its line below `root`; the paths it wrote or changed. Throws with a sentence, before writing, when it cannot. */
function newUnit(root: string, args: readonly string[]): string[] {
  const spec = parse(root, args)
  const list = spec.layer === 'products' ? 'server/products.ts' : 'server/units.ts'
  const listed = withLine(readFileSync(join(root, list), 'utf8'), spec)
  const folder = `server/${spec.layer}/${spec.name}`
  for (const [path, text] of Object.entries(unitFiles(spec))) {
    const file = join(root, folder, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  writeFileSync(join(root, list), listed)
  return [folder, list]
}

function parse(root: string, args: readonly string[]): UnitSpec {
  const [, layer, name] = /^(platform|products)\/([a-z][a-z0-9]{1,30})$/.exec(args[0] ?? '') ?? []
  if (args.length !== 1 || name === undefined) throw new Error(usage)
  const holder = ['platform', 'products'].find((one) => existsSync(join(root, 'server', one, name)))
  if (holder !== undefined) throw new Error(`server/${holder}/${name} exists already`)
  if (taken.has(name)) throw new Error(`${name} is taken: choose another word`)
  return { layer: layer === 'platform' ? 'platform' : 'products', name }
}

/** The list of units with the new one: its import first, which the formatter puts in order. */
function withLine(text: string, { layer, name }: UnitSpec): string {
  const create = `create${pascal(name)}`
  const imported = `import { ${create} } from './${layer}/${name}/index.ts'\n${text}`
  if (layer === 'products')
    return replaced(imported, /(PRODUCTS: [^\n]+ = \{)([^}]*?)\n?\}/, `$1$2\n  ${name}: ${create},\n}`)
  const constructed = replaced(imported, /(\n {2}const chosen = )/, `\n  const ${name} = ${create}({ db })$1`)
  return replaced(constructed, /(\n {2}const told = \[[^\]]*?), \.\.\.chosen\]/, `$1, ${name}, ...chosen]`)
}

function replaced(text: string, pattern: RegExp, replacement: string): string {
  if (!pattern.test(text)) throw new Error(`the list of units is not as expected: ${pattern.source} was not found`)
  return text.replace(pattern, replacement)
}

function runNode(root: string, args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${args.join(' ')} failed:\n${stdout}${stderr}`)
}
