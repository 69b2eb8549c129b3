import { isAct, type Reach } from '../../contract/campaigns.ts'

/** As which kind of letter a message goes out: reminding can be switched off by its reader, a correction never waits. */
export type LetterKind = 'campaign' | 'follow_up' | 'correction'

export const letterKindOf = ({ reach }: { reach: Reach | null }): LetterKind =>
  isAct(reach) ? 'follow_up' : reach === 'seen' ? 'correction' : 'campaign'
