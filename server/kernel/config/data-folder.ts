import { resolve } from 'node:path'
import { type Environment, RawValues } from './read.ts'
import { VARIABLES } from './variables.ts'

/** DATA_DIR as an absolute path, for what must be known before the configuration is read whole; faults are told there. */
export function dataFolder(environment: Environment): string {
  return resolve(new RawValues(environment).get('DATA_DIR') ?? VARIABLES.DATA_DIR.default)
}
