export { addJobsStatement, type NewJob } from './add-jobs.ts'
export type { Job } from './job.ts'
export { type JobRunner, runJobs } from './run-jobs.ts'
export { restartJobs, type StuckJob, stuckJobsStatement } from './stuck.sql.ts'
