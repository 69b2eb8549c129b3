/** What the server says about a people file, as sentences in the reader's language. */
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Answer } from '../api.ts'
import { useFormat } from '../ui/reader.tsx'

export type ListedImport = Answer<'imports.list'>['imports'][number]
export type Whole = Answer<'imports.get'>
export type Finding = Answer<'imports.findings'>['findings'][number]
type Params = Record<string, string | number>

/** Work that goes on without anybody watching. */
export const running = (state: ListedImport['state']): boolean =>
  state === 'waiting' || state === 'looking' || state === 'applying'

/** The file could be read, but not whom its rows are about. */
export const unmapped = (of: ListedImport): boolean => of.state === 'refused' && /_columns?_missing$/.test(of.code)

const days = new Set(['day', 'newest', 'asOf'])

export function useSaying() {
  const { t } = useTranslation(['people', 'problems'])
  const f = useFormat()
  return useMemo(() => {
    const read = (params: Params) =>
      Object.fromEntries(
        Object.entries(params).map(([name, value]) => [
          name,
          typeof value === 'number'
            ? f.number(value)
            : days.has(name) && /^\d{4}-\d\d-\d\d$/.test(value)
              ? f.day(value, 'long')
              : value,
        ]),
      )
    return {
      finding: (found: Pick<Finding, 'code' | 'params'>): string =>
        t(`people:findings.${found.code}`, read(found.params)),
      refusal: (refused: { code: string; params: Params; message: string }): string =>
        t(`problems:${refused.code}`, { ...read(refused.params), defaultValue: refused.message }),
    }
  }, [t, f])
}
