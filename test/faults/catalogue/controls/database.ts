import { type Control, type Edit, without } from '../control.ts'

const database = 'server/kernel/db/database.test.ts'
const away = 'test/faults/database-away.test.ts'
const pool = 'server/kernel/db/pool.ts'
const sqlstate = 'server/kernel/db/sqlstate.ts'
const migrations = 'server/kernel/db/migrations.ts'

/** What a request writes is committed in two parts, with its audit record between them. */
const tornInTwo: Edit = {
  file: 'server/kernel/db/database.ts',
  guard: 'audit: (fact) => sinks.audit(tx, fact),',
  instead: `audit: async (fact) => {
      await sinks.audit(tx, fact)
      await transaction.executeQuery(CompiledQuery.raw('COMMIT AND CHAIN'))
    },`,
}

export const databaseControls: Readonly<Record<string, Control>> = {
  F1: {
    without: [tornInTwo],
    caughtBy: {
      file: 'test/faults/kill-9-external.test.ts',
      test: 'SIGKILL under write load beside an external PostgreSQL, which crashes too in one of three, loses, doubles and halves nothing',
    },
  },
  F2: {
    without: [tornInTwo],
    caughtBy: {
      file: 'test/faults/kill-9.test.ts',
      test: 'SIGKILL under write load, of the embedded PostgreSQL too in one of three, loses, doubles and halves nothing',
    },
  },
  F3: without('server/kernel/db/embedded-server.ts', "synchronous_commit: 'on'", "synchronous_commit: 'off'", {
    file: 'test/faults/power-loss.test.ts',
    test: 'finds every commit that was acknowledged, and no half of one, whatever else of its writes the disk kept',
  }),
  F4: without(
    'server/kernel/db/embedded-owner.ts',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a text of the source
    'await claim(`${path}.${holder.token}`, here.silenceMs)',
    '{ release: async () => undefined }',
    {
      file: 'server/kernel/db/embedded-owner.test.ts',
      test: 'of many that find a dead owner at once, one wins, in every one of 40 rounds',
    },
  ),
  F5: {
    without: [tornInTwo],
    caughtBy: {
      file: 'test/faults/crash-points.test.ts',
      test: 'of a write loses, halves and doubles nothing, whichever the point',
    },
  },
  F6: without(pool, "pool.on('error', options.onError)", '', {
    file: database,
    test: 'idle connections that the server ends do not end the process',
  }),
  F7: without(sqlstate, "state.startsWith('08') || state.startsWith('57P')", "state.startsWith('08')", {
    file: away,
    test: 'that ends the connections of the server one after the other under load: every write is answered, nothing is lost',
  }),
  F8: {
    shown: {
      file: 'test/wire/lost-answers.test.ts',
      test: 'makes a double of the effect when the client has no key: the test sees what it is there to see',
    },
  },
  F9: without(pool, 'const ANSWER_MARGIN_MS = 1000', 'const ANSWER_MARGIN_MS = 4000', {
    file: database,
    test: 'a server that falls silent is given up after its time, and the pool recovers',
  }),
  F10: {
    shown: {
      file: 'test/faults/slow-database.test.ts',
      test: 'is told from one that keeps everybody waiting for a connection: the same look finds it',
    },
  },
  F11: without(pool, 'connectionTimeoutMillis: ACQUIRE_TIMEOUT_MS,', '', {
    file: database,
    test: 'waits for a connection about a second, then is answered 503',
  }),
  F12: without(sqlstate, "new Set(['40001', '40P01'])", 'new Set<string>()', {
    file: database,
    test: 'is run again after a deadlock',
  }),
  F52: without(migrations, 'SELECT pg_try_advisory_lock($1) AS got', 'SELECT $1::bigint > 0 AS got', {
    file: 'server/kernel/db/migrations.test.ts',
    test: 'two to eight migrators at once, on an empty and on an older database, apply each file once, 50 times over',
  }),
  F53: without(migrations, 'BEGIN; SET LOCAL lock_timeout', 'SET lock_timeout', {
    file: 'server/kernel/db/migrations.test.ts',
    test: 'of a migrator that was killed half-way leave nothing, and the next one completes them',
  }),
  F65: without('server/platform/flags/serving/live.ts', 'setInterval(look, WATCH_MS)', 'setInterval(look, 1e9)', {
    file: away,
    test: 'hears of a changed flag at once, without its bus within 1.5 s, and at once again when that is back',
  }),
  F66: without(
    'server/platform/flags/serving/slots.ts',
    'opened.has(slot.environment) ? await files.read(slot.environment) : null',
    'null',
    {
      file: away,
      test: 'that starts while PostgreSQL is away lives, serves the flags it kept, and is whole when that is back',
    },
  ),
}
