export { type TaskAnswer, taskGroups } from './tasks.contract.ts'
