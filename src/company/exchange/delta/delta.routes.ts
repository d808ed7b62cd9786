import { z } from '#platform/contract'
import { transaction } from '#platform/database'
import { machine, raw, type Route } from '#platform/http'
import { notFound } from '#platform/refusal'
import { actIn } from '../act-in.ts'
import { changesAfter } from '../changes/changes.sql.ts'
import { visibleTo } from '../changes/changes.routes.ts'
import type { OutObject } from '../changes/out-object.ts'
import { csvHeader, csvLine, jsonLine } from './delta-lines.ts'

/** Changes of one answer; the header `x-cursor` says where to go on. */
const CHANGES_MAX = 10_000

const cursor = () => z.string().regex(/^(0|[1-9][0-9]{0,17})$/)
const query = z.strictObject({ after: cursor().optional(), until: cursor().optional() })

/** Delta files through the API: the same range gives the same bytes again. */
export const deltaRoutes = (objects: readonly OutObject[]): readonly Route[] => [
  raw({
    method: 'GET',
    path: '/api/delta/:file',
    who: machine('changes:read'),
    contract: { params: z.strictObject({ file: z.string().regex(/^[a-z-]{1,40}\.(csv|jsonl)$/) }), query },
    says: 'Changes after a cursor as a file: `changes.jsonl` with all, `customer.csv` with those of one object; `x-cursor` says where to go on.',
    handler: async ({ input, who }, pools, _request, reply) => {
      const [name = '', ending = ''] = input.params.file.split('.')
      const visible = visibleTo(objects, who)
      const object = objects.find((one) => one.object === name && visible.includes(name))
      if (ending === 'csv' ? !object : name !== 'changes') throw notFound()
      const { after = '0', until } = input.query
      const wanted = object ? [object.object] : visible
      const rows = await transaction(pools.staff, async (tx) => {
        await actIn(tx, who.machineId)
        return changesAfter(tx, { objects: wanted, after, until, limit: CHANGES_MAX })
      })
      const text = object
        ? csvHeader(object) + rows.map((row) => csvLine(object, row)).join('')
        : rows.map(jsonLine).join('')
      return reply
        .header('x-cursor', rows.at(-1)?.id ?? after)
        .header('x-has-more', String(rows.length === CHANGES_MAX))
        .type(object ? 'text/csv; charset=utf-8' : 'application/jsonl; charset=utf-8')
        .send(text)
    },
  }),
]
