import type { ReactNode } from 'react'

interface Words {
  readonly children: ReactNode
}

export const Paragraph = ({ children }: Words): ReactNode => <p>{children}</p>

export function FailsInLine10(): ReactNode {
  throw new Error('in line 10')
}
