/** A certificate on paper: tagged for screen readers, in the holder's language and the program's colours. */
import { sql } from 'kysely'
import type { certificates } from '../../contract/certificates.ts'
import type { Language } from '../../contract/library.ts'
import type { Input } from '../../contract/operation.ts'
import { allCourses } from '../packages/packages.ts'
import type { Context } from '../platform/context.ts'
import type { FileAnswer } from '../platform/http.ts'
import { problem } from '../platform/problem.ts'
import { drawPaper, fileOf, stationery } from '../reviews/reviews.ts'
import type { CertificateRow } from './certificates.ts'

type Words = Record<'title' | 'covers' | 'for' | 'issued' | 'until' | 'noEnd' | 'number' | 'check', string>
const words: Record<Language, Words> = {
  en: {
    title: 'Certificate',
    covers: 'Courses',
    for: 'For',
    issued: 'Given on',
    until: 'Valid until',
    noEnd: 'Without end',
    number: 'Number',
    check: 'Colleagues can check at {{address}} whether it still holds.',
  },
  de: {
    title: 'Zertifikat',
    covers: 'Kurse',
    for: 'Für',
    issued: 'Ausgestellt am',
    until: 'Gültig bis',
    noEnd: 'Unbefristet',
    number: 'Nummer',
    check: 'Ob es noch gilt, kann im Unternehmen unter {{address}} geprüft werden.',
  },
  es: {
    title: 'Certificado',
    covers: 'Cursos',
    for: 'Para',
    issued: 'Expedido el',
    until: 'Válido hasta el',
    noEnd: 'Sin caducidad',
    number: 'Número',
    check: 'En la empresa se puede comprobar en {{address}} si sigue vigente.',
  },
  fr: {
    title: 'Attestation',
    covers: 'Cours',
    for: 'Pour',
    issued: 'Délivrée le',
    until: 'Valable jusqu’au',
    noEnd: 'Sans limite',
    number: 'Numéro',
    check: 'Dans l’entreprise, l’adresse {{address}} dit si elle est toujours valable.',
  },
}

/** One's own alone. */
export async function paper(c: Context, input: Input<typeof certificates.paper>): Promise<FileAnswer> {
  const { rows } = await sql<CertificateRow & { name: string; slug: string }>`select k.*, p.full_name as name, o.slug
    from training_certificate k
    join person p on p.organization_id = k.organization_id and p.id = k.person_id
    join organization o on o.id = k.organization_id
    where k.organization_id = ${c.organizationId} and k.id = ${input.certificateId} and k.person_id = ${c.viewer.personId}`.execute(
    c.db,
  )
  const row = rows[0]
  if (!row) throw problem('not_found')
  if (row.revoked_at !== null) throw problem('certificate_revoked')
  const s = await stationery(c, row.person_id)
  const w = words[s.language as Language]
  // A course that is not on the shelf any more has no name left.
  const courses = row.covers ? await allCourses(c.db, c, s.language as Language) : []
  const covered = (row.covers ?? []).flatMap(({ id }) => courses.find((one) => one.id === id)?.title ?? []).join(' · ')
  const body = await drawPaper({
    ...s,
    // To be shown, so nothing about keeping it to oneself.
    footer: s.house,
    title: row.title,
    subtitle: [w.title, s.brand.name || s.house].join(' · '),
    facts: [
      [w.for, row.name],
      [w.issued, s.dayOf(row.issued_on)],
      [w.until, row.expires_on ? s.dayOf(row.expires_on) : w.noEnd],
      [w.number, row.number],
      ...(row.covers ? [[w.covers, covered] as [string, string]] : []),
    ],
    sections: [],
    notes: [s.fill(w.check, { address: `${c.config.publicUrl}/o/${row.slug}/certificates/${row.number}` })],
    answer: null,
    page: (n, of) => s.fill(s.words.page, { n, of }),
    missing: s.words.missing,
  })
  return fileOf(body, `${row.title} ${row.number}`)
}
