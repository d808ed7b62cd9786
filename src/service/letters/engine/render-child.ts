import type { Sheet } from '../blocks.ts'
import { createEngine } from './engine.ts'

// A process of its own for the native engine: what it crashes or leaks is its own, and it carries no secret of the house.
const engine = createEngine()
process.on('message', ({ id, question }: { id: number; question: { sheet: Sheet; as: 'pdf' | 'picture' } }) => {
  try {
    process.send?.({ id, answer: question.as === 'pdf' ? engine.draw(question.sheet) : engine.picture(question.sheet) })
  } catch (error) {
    process.send?.({ id, fault: error instanceof Error ? error.message : String(error) })
  }
})
process.on('disconnect', () => process.exit(0))
