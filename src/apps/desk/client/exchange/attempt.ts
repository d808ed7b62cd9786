import { announce } from '#ui/desk'
import { CallRefused } from '../api/call.ts'

/** Does something and says what came of it. */
export async function attempt(done: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
    announce({ tone: 'success', title: done })
  } catch (error) {
    if (!(error instanceof CallRefused)) throw error
    announce({ tone: 'danger', title: error.problem.detail })
  }
}
