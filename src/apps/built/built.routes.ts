import { z } from '#platform/contract'
import { nobody, raw, type Route } from '#platform/http'
import { notFound } from '#platform/refusal'
import { BUILT_ROOT, builtFile, encodingFor } from './built-files.ts'

/** Scripts and style sheets of the staff apps. */
export const builtRoutes: readonly Route[] = [
  raw({
    method: 'GET',
    path: `${BUILT_ROOT}/:file`,
    who: nobody('Scripts and style sheets hold no data.'),
    contract: { params: z.strictObject({ file: z.string().max(120) }) },
    says: 'A built file of a staff app; its name carries a hash of its content, so browsers may keep it for a year.',
    handler: async (call, _pools, request, reply) => {
      const file = builtFile(call.input.params.file)
      if (!file) throw notFound()
      const encoding = encodingFor(request.headers['accept-encoding'])
      if (encoding !== 'identity') reply.header('content-encoding', encoding)
      return reply
        .header('cache-control', 'public, max-age=31536000, immutable')
        .header('vary', 'accept-encoding')
        .type(file.contentType)
        .send(await file.body(encoding))
    },
  }),
]
