/** The program that a page is about: the first there is, or the one that the address names. */
import type { ReactNode } from 'react'
import { useOperation, type Answer } from '../api.ts'
import { useAddress } from '../ui/link.tsx'
import { Loaded, PageSkeleton } from '../ui/states.tsx'
import { FirstProgram } from './first-program.tsx'

export type Program = Answer<'program.list'>['programs'][number]

export function WithProgram({ children }: { children: (program: Program) => ReactNode }) {
  const programs = useOperation('program.list', {})
  const [at] = useAddress<{ program?: string }>()
  return (
    <Loaded query={programs} skeleton={<PageSkeleton />} empty={(a) => a.programs.length === 0 && <FirstProgram />}>
      {(a) => children(a.programs.find((p) => p.id === at.program) ?? a.programs[0]!)}
    </Loaded>
  )
}
