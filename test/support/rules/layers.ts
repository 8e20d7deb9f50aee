import { importsOf, isCode, resolveImport } from '../imports.ts'
import { parseSource } from '../parsed-source.ts'
import type { Finding, SourceTree } from '../source-tree.ts'

type Place = {
  readonly area:
    | 'kernel'
    | 'platform'
    | 'products'
    | 'composition'
    | 'attacks'
    | 'simulators'
    | 'console'
    | 'sdk'
    | 'test'
    | 'tools'
    | 'other'
  /** The unit's folder, for a file of a platform or product unit. */
  readonly unit?: string
  readonly door?: boolean
}

const compositionRoot = /^server\/([^/]+|commands\/[^/]+)$/
/** The attack suite: it meets a server over HTTP only, so it knows nothing of this one's code, and no unit knows of it. */
const attackSuite = 'server/audit-auth/'
/** Stand-ins of paid third parties: met over HTTP only, by tests, the demo and users' own tests. */
const standIns = 'server/simulators/'
/** The bin that `npx plinth` starts: it finds the right Node with the bootstrap that npm scripts use. */
const launcher = 'server/plinth.mjs'
/** The one list of products: deleting a folder and its line there removes the product. */
const namesProducts = /^server\/(app|products)(\.test)?\.ts$/
/** The one part of the sdk that the server runs as well, and whose words the console uses: docs/adr/0028. */
const sharedEvaluator = '@plinth/sdk/flags'
const unitFile = /^(server\/(platform|products)\/[^/]+)\/(.+)$/

function placeOf(path: string): Place {
  const [, unit, layer, rest] = unitFile.exec(path) ?? []
  if (unit !== undefined)
    return { area: layer === 'platform' ? 'platform' : 'products', unit, door: rest === 'index.ts' }
  if (path.startsWith('server/kernel/')) return { area: 'kernel' }
  if (path.startsWith(attackSuite)) return { area: 'attacks' }
  if (path.startsWith(standIns)) return { area: 'simulators' }
  if (compositionRoot.test(path)) return { area: 'composition' }
  const top = path.split('/')[0]
  if (top === 'console' || top === 'sdk' || top === 'test' || top === 'tools') return { area: top }
  return { area: 'other' }
}

/** Imports go only down, products to platform to kernel, and another unit is entered only by its index.ts. */
export function layerFindings(tree: SourceTree): Finding[] {
  return [...tree].flatMap(([path, text]) => {
    if (!isCode(path)) return []
    const own = placeOf(path)
    const homeless = own.area === 'other' && path.startsWith('server/') && path.endsWith('.ts') ? [noLayer(path)] : []
    const refused = importsOf(parseSource(path, text)).flatMap(({ specifier, line }) => {
      const instead = refusal(path, own, specifier)
      return instead === undefined ? [] : [{ path, line, rule: 'layers', instead: `${specifier}: ${instead}` }]
    })
    return [...homeless, ...refused]
  })
}

function noLayer(path: string): Finding {
  const instead =
    'the file belongs to no layer: kernel/, platform/<unit>/, products/<unit>/, audit-auth/, simulators/, commands/ or a file of server/ itself'
  return { path, line: 1, rule: 'layers', instead }
}

function refusal(path: string, own: Place, specifier: string): string | undefined {
  if (own.area === 'console') return consoleRefusal(path, specifier)
  if (own.area === 'sdk') return sdkRefusal(path, specifier)
  if (!path.startsWith('server/')) return undefined
  if (specifier === sharedEvaluator) return undefined
  if (specifier.startsWith('@plinth/'))
    return 'the server stands alone: of console and sdk it imports @plinth/sdk/flags only'
  const target = resolveImport(path, specifier)
  if (target === undefined) return undefined
  if (target.endsWith('.test.ts')) return 'a test is imported by nothing: move what is shared to test/support'
  return serverRefusal({ path, own, target, to: placeOf(target) })
}

function serverRefusal(edge: { path: string; own: Place; target: string; to: Place }): string | undefined {
  const { path, own, target, to } = edge
  const isTest = path.endsWith('.test.ts')
  if (to.area === 'test') {
    return isTest && target.startsWith('test/support/')
      ? undefined
      : 'only a test imports test/, and there only test/support'
  }
  if (own.area === 'attacks' || to.area === 'attacks') return attackRefusal(own, to, isTest)
  if (own.area === 'simulators' || to.area === 'simulators') return simulatorRefusal(own, to, isTest)
  if (to.unit !== undefined) return unitRefusal(edge)
  if (to.area === 'kernel') return undefined
  if (path === launcher && to.area === 'tools') return undefined
  if (to.area !== 'composition') return 'the server imports only its own layers and packages'
  return own.area === 'composition'
    ? undefined
    : 'only the composition root knows the composition root: take what you need as a dependency'
}

/** A test may use what the attacks use: the software passkey, the evil provider. */
function attackRefusal(own: Place, to: Place, isTest: boolean): string | undefined {
  if (own.area === 'attacks' && to.area !== 'attacks') return 'the attack suite knows a server by HTTP only'
  if (own.area === 'attacks' || own.area === 'composition' || isTest) return undefined
  return 'only a command runs the attack suite'
}

function simulatorRefusal(own: Place, to: Place, isTest: boolean): string | undefined {
  if (own.area === 'simulators')
    return to.area === 'simulators' || to.area === 'kernel' ? undefined : 'a stand-in of a third party knows no unit'
  return own.area === 'composition' || isTest ? undefined : 'a third party is met over HTTP, a stand-in as well'
}

function unitRefusal({ path, own, to }: { path: string; own: Place; to: Place }): string | undefined {
  if (to.unit === own.unit) return undefined
  if (own.area === 'kernel') return 'the kernel imports no unit: hand it in at construction'
  if (to.area === 'products') {
    if (own.area === 'products')
      return 'a product never imports a product: publish an event, or move the shared part to platform/'
    if (own.area === 'platform')
      return 'imports go down, products to platform to kernel: publish an event the product subscribes to'
    if (!namesProducts.test(path))
      return 'a product is named in products.ts only, so that deleting its folder and that line removes it'
  }
  return to.door ? undefined : `enter another unit by its door, ${to.unit}/index.ts`
}

function consoleRefusal(path: string, specifier: string): string | undefined {
  if (specifier.startsWith('@plinth/') && specifier !== '@plinth/sdk' && specifier !== sharedEvaluator)
    return 'the console talks only through @plinth/sdk'
  if (path.startsWith('console/src/') && specifier.startsWith('node:')) return 'the console runs in a browser'
  const outside = specifier.startsWith('.') && !(resolveImport(path, specifier) ?? '').startsWith('console/')
  return outside ? 'the console imports only itself, @plinth/sdk and packages' : undefined
}

function sdkRefusal(path: string, specifier: string): string | undefined {
  if (specifier.startsWith('@plinth/')) return 'the sdk stands alone: it is generated from the contract'
  const outside = specifier.startsWith('.') && !(resolveImport(path, specifier) ?? '').startsWith('sdk/')
  return outside ? 'the sdk imports only itself and packages' : undefined
}

/** The unit a file belongs to, or the file itself: the graph of these must have no cycle either. */
export function unitOrFile(path: string): string {
  return placeOf(path).unit ?? path
}
