import type { FastifyInstance } from 'fastify'

/**
 * A server that stops waits for its connections. Idle ones are closed at once; one that was answering then would stay open for as
 * long as a browser keeps it (72 s), and the process with it. So what is answered while stopping says that it is the last.
 */
export function closeAnsweredOnStop(server: FastifyInstance): void {
  let isStopping = false
  server.addHook('preClose', async () => {
    isStopping = true
  })
  server.addHook('onSend', async (_request, reply, payload) => {
    if (isStopping) reply.header('connection', 'close')
    return payload
  })
}
