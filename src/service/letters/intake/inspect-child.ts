import { inspectPdf } from './inspect-pdf.ts'

// Files of others are opened here and nowhere else: little memory, no secret, killed when it takes too long.
process.on('message', ({ id, question }: { id: number; question: Uint8Array }) => {
  inspectPdf(question).then(
    (answer) => process.send?.({ id, answer }),
    (error: unknown) => process.send?.({ id, fault: String(error) }),
  )
})
process.on('disconnect', () => process.exit(0))
