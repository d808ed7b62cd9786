export { openTask } from './open-task.ts'
export type { NewTask } from './tasks.sql.ts'
