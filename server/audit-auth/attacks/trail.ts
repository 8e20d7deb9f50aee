import type { Attack } from '../attack.ts'
import { valueAt } from '../client.ts'
import { readToken } from '../jwt.ts'
import type { Stage } from '../stage.ts'

/** Changes a record as an owner of the database could who also takes the guards of the table away for the moment. */
function edit(stage: Stage, id: string, change: string): Promise<unknown> {
  const uuid = /^[0-9a-f-]{36}$/.exec(id)?.[0] ?? ''
  return stage.query(`DO $$ BEGIN
      ALTER TABLE audit.record DISABLE TRIGGER USER;
      UPDATE audit.record SET action = ${change} WHERE id = '${uuid}';
      ALTER TABLE audit.record ENABLE TRIGGER USER;
    END $$`)
}

const refused = async (asked: Promise<unknown>): Promise<boolean> => asked.then(() => false).catch(() => true)

const editedRow: Attack = {
  id: 'I12e',
  attack: 'change a record of the trail in the database, delete it, and change it as the owner of the tables',
  expected: 'the table refuses; what its owner changed is found when the trail is walked',
  needs: ['administrator', 'database'],
  routes: ['POST /api/audit/verify'],
  alone: true,
  async run({ stage, see, status }) {
    const administrator = await stage.administrator()
    const { accessToken } = await stage.bearer()
    const subject = String(readToken(accessToken).payload.sub)
    const [record] = await stage.query('SELECT id FROM audit.record WHERE subject_id = $1 ORDER BY at LIMIT 1', [
      subject,
    ])
    const id = String(record?.id)
    const change = "UPDATE audit.record SET action = 'nothing.happened' WHERE id = $1"
    see('a change is refused', await refused(stage.query(change, [id])), true)
    see('deletion is refused', await refused(stage.query('DELETE FROM audit.record WHERE id = $1', [id])), true)
    const walk = async () => {
      const answer = await administrator.send('POST', '/api/audit/verify')
      status('walk', answer, 200)
      return valueAt(answer.json, 'firstFault')
    }
    see('the first fault before', await walk(), null)
    await edit(stage, id, "action || '.edited'")
    try {
      see('the change is found', /was changed/.test(String(await walk())), true)
    } finally {
      await edit(stage, id, "replace(action, '.edited', '')")
    }
    see('the first fault, put back', await walk(), null)
  },
}

export const trailAttacks: readonly Attack[] = [editedRow]
