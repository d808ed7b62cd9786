import { test } from 'vitest'

test('leaves a rejection that nobody looks at', async () => {
  void Promise.reject(new Error('nobody looks'))
  await new Promise((resolve) => setTimeout(resolve, 20))
})
