/** Letters are signed so that a receiver can check them: DKIM (RFC 6376), verified here by hand, from what arrived. */
import { createHash, createPublicKey, generateKeyPairSync, verify } from 'node:crypto'
import { expect, test } from 'vitest'
import { openPostman } from './mail.ts'
import { smtpSink } from './testing.ts'

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
})

/** A head's fields with their folded lines, in order. */
const fieldsOf = (head: string) =>
  head
    .split(/\r\n(?![ \t])/)
    .map((line) => ({ name: line.slice(0, line.indexOf(':')), value: line.slice(line.indexOf(':') + 1) }))
const relaxed = (name: string, value: string) =>
  `${name.toLowerCase().trim()}:${value
    .replace(/\r\n/g, '')
    .replace(/[ \t]+/g, ' ')
    .trim()}`
const relaxedBody = (body: string) => {
  const lines = body
    .replace(/[ \t]+(?=\r\n)/g, '')
    .replace(/[ \t]+/g, ' ')
    .replace(/(\r\n)+$/, '')
  return lines === '' ? '' : `${lines}\r\n`
}

/** What a receiver would say, with the key that stands in the sender's DNS. */
function verified(raw: string): { domain: string; selector: string; signed: string[]; ok: boolean } {
  const end = raw.indexOf('\r\n\r\n')
  const fields = fieldsOf(raw.slice(0, end))
  const signature = fields.find((f) => f.name.toLowerCase() === 'dkim-signature')!
  const tags = Object.fromEntries(
    signature.value
      .split(';')
      .map((tag) => [tag.slice(0, tag.indexOf('=')).trim(), tag.slice(tag.indexOf('=') + 1).replace(/\s+/g, '')]),
  )
  expect(tags).toMatchObject({ v: '1', a: 'rsa-sha256', c: 'relaxed/relaxed' })
  const bodyHash = createHash('sha256')
    .update(relaxedBody(raw.slice(end + 4)))
    .digest('base64')
  // The same field twice is signed from the last one upwards.
  const left = [...fields]
  const head = tags['h']!.split(':').flatMap((name) => {
    const at = left.findLastIndex((f) => f.name.toLowerCase() === name.toLowerCase())
    return at < 0 ? [] : left.splice(at, 1).map((f) => relaxed(f.name, f.value))
  })
  const unsigned = relaxed(signature.name, signature.value.replace(/(\bb\s*=)[^;]*$/, '$1'))
  const ok =
    bodyHash === tags['bh'] &&
    verify(
      'sha256',
      Buffer.from([...head, unsigned].join('\r\n')),
      createPublicKey(publicKey),
      Buffer.from(tags['b']!, 'base64'),
    )
  return { domain: tags['d']!, selector: tags['s']!, signed: tags['h']!.toLowerCase().split(':'), ok }
}

test('a signed letter can be verified, and changing anything in it breaks the signature', async () => {
  const sink = await smtpSink()
  const postman = openPostman({
    smtpUrl: sink.url,
    dkim: { domain: 'lumen.example', selector: 'belay', key: privateKey },
  })
  const sent = await postman.send({
    messageId: '<one@lumen.example>',
    to: { name: 'Ada Łęcka', address: 'ada@elsewhere.example' },
    from: { name: 'Lumen', address: 'belay@lumen.example' },
    replyTo: { name: 'Lumen', address: 'desk@lumen.example' },
    bounceTo: 'belay@lumen.example',
    subject: 'Über Ihre Frage – eine Antwort, die so lang ist, dass ihr Betreff auf mehrere Zeilen kommt',
    html: '<p>Hello  there\t</p>\n\n',
    text: 'Hello  there \t\n\n\n',
    headers: {
      'Auto-Submitted': 'auto-generated',
      'List-Unsubscribe': '<https://lumen.example/off>',
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
  })
  postman.close()
  expect(sent.result).toBe('submitted')
  const { raw } = sink.received[0]!
  const { signed, ...said } = verified(raw)
  expect(said).toEqual({ domain: 'lumen.example', selector: 'belay', ok: true })
  for (const name of [
    'from',
    'reply-to',
    'subject',
    'to',
    'list-unsubscribe',
    'list-unsubscribe-post',
    'auto-submitted',
  ])
    expect(signed).toContain(name)
  expect(verified(raw.replace('there', 'them')).ok).toBe(false)
  expect(verified(raw.replace('desk@', 'thief@')).ok).toBe(false)
  expect(verified(raw.replace('One-Click', 'Two-Click')).ok).toBe(false)
})
