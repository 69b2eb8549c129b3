import type { Answer } from '../api.ts'

export type CertificateState = Answer<'certificates.list'>['certificates'][number]['state']
export const certificateTones: Record<CertificateState, 'good' | 'warn' | 'bad' | 'quiet'> = {
  valid: 'good',
  ending: 'warn',
  expired: 'bad',
  revoked: 'quiet',
}
