import { apiRead, staffMay } from '#platform/http'
import { archiveAnswer } from './archive.contract.ts'
import {
  type CheckRow,
  checksStatement,
  type CountRow,
  countsStatement,
  type FindingRow,
  findingsStatement,
  type RootRow,
  rootsStatement,
} from './archive.sql.ts'

const showArchive = apiRead({
  path: '/desk/api/letter-archive',
  who: staffMay('letters.archive'),
  contract: {},
  answer: archiveAnswer,
  says: 'How the archive of letters stands: checks with their findings, daily roots with their time stamps.',
  reads: () => [countsStatement(), checksStatement(), findingsStatement(), rootsStatement()],
  give: ([counts, checks, findings, roots]) => ({
    ...((counts as CountRow[])[0] as CountRow),
    checks: (checks as CheckRow[]).map((row) => ({
      ...row,
      begunAt: row.begunAt.toString(),
      records: Number(row.records),
      letters: Number(row.letters),
      files: Number(row.files),
    })),
    findings: findings as FindingRow[],
    roots: (roots as RootRow[]).map((row) => ({
      ...row,
      closedOn: row.closedOn.toString(),
      stampedAt: row.stampedAt?.toString() ?? null,
    })),
  }),
})

export const archiveRoutes = [showArchive]
