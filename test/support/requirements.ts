import { accessSync, constants, globSync } from 'node:fs'
import { delimiter, join } from 'node:path'

export type RequirementName =
  | 'chromium'
  | 'redis-server'
  | 'promtool'
  | 'postgresql'
  | 'ceph-mon'
  | 'ceph-osd'
  | 'radosgw'
  | 'clamd'
  | 'haproxy'
  | 'nginx'
  | 'jq'
  | 'faketime'
  | 'strace'

type Named = { readonly name: RequirementName; readonly install: string }

/** A program some tests need. `skip` is what node:test takes: `test('...', { skip: requirement('chromium').skip }, ...)`. */
export type Requirement = Named &
  (
    | { readonly present: true; readonly path: string; readonly skip: false }
    | { readonly present: false; readonly path: undefined; readonly skip: string }
  )

const INSTALL_CEPH = 'apt-get install --no-install-recommends ceph-mon ceph-osd radosgw'

const programs: Record<RequirementName, { install: string; find: () => string | undefined }> = {
  chromium: { install: 'apt-get install chromium', find: findChromium },
  'redis-server': { install: 'apt-get install redis-server', find: () => onPath('redis-server') },
  promtool: { install: 'apt-get install prometheus', find: () => onPath('promtool') },
  postgresql: { install: 'apt-get install postgresql postgresql-contrib', find: findPostgresql },
  'ceph-mon': { install: INSTALL_CEPH, find: () => onPath('ceph-mon') },
  'ceph-osd': { install: INSTALL_CEPH, find: () => onPath('ceph-osd') },
  clamd: {
    install: 'apt-get install clamav-daemon',
    find: () => onPath('clamd') ?? ['/usr/sbin/clamd'].find(isExecutable),
  },
  radosgw: { install: INSTALL_CEPH, find: () => onPath('radosgw') },
  faketime: {
    install: 'apt-get install faketime',
    find: () => globSync('/usr/lib/*/faketime/libfaketime.so.1').find((path) => path !== ''),
  },
  strace: { install: 'apt-get install strace', find: () => onPath('strace') },
  jq: { install: 'apt-get install jq', find: () => onPath('jq') },
  haproxy: {
    install: 'apt-get install haproxy',
    find: () => onPath('haproxy') ?? ['/usr/sbin/haproxy'].find(isExecutable),
  },
  nginx: {
    install: 'apt-get install nginx-light',
    find: () => onPath('nginx') ?? ['/usr/sbin/nginx'].find(isExecutable),
  },
}

/** Looks for a program of this machine: its path, or the sentence a test is skipped with. */
export function requirement(name: RequirementName): Requirement {
  const { install, find } = programs[name]
  const path = find()
  if (path !== undefined) return { name, install, present: true, path, skip: false }
  return { name, install, present: false, path: undefined, skip: `needs ${name}: ${install}` }
}

export function requirements(): Requirement[] {
  return (Object.keys(programs) as RequirementName[]).map(requirement)
}

/** CHROMIUM_PATH wins and must exist: a browser that was named is not quietly replaced by another. */
function findChromium(): string | undefined {
  const named = process.env.CHROMIUM_PATH
  if (named) {
    if (!isExecutable(named)) throw new Error(`CHROMIUM_PATH names no program: ${named}`)
    return named
  }
  const known = ['chromium', 'chromium-browser', 'google-chrome']
  return (
    known.map((name) => `/usr/bin/${name}`).find(isExecutable) ?? known.map(onPath).find((path) => path !== undefined)
  )
}

/** Debian keeps each major version's server in a folder of its own, off the PATH; the newest is taken. */
function findPostgresql(): string | undefined {
  return globSync('/usr/lib/postgresql/*/bin/postgres').sort(byVersion).filter(isExecutable).at(-1)
}

function byVersion(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true })
}

function onPath(program: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, program))
    .find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
