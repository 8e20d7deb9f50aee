import { type Control, without } from '../control.ts'

const database = 'server/kernel/db/database.test.ts'

export const databaseControls: Readonly<Record<string, Control>> = {
  F12: without('server/kernel/db/sqlstate.ts', "new Set(['40001', '40P01'])", 'new Set<string>()', {
    file: database,
    test: 'is run again after a deadlock',
  }),
}
